import assert from "node:assert/strict";
import { test } from "node:test";
import type { FormField } from "../../protocol/ts/frames.gen.ts";
import texts from "../src/locales/zh-CN.ts";
import {
  contact_of,
  fault_of_message,
  frame_of,
  label_of,
  path_of,
  stands_first,
} from "../src/panel/answers.ts";
import { fault_text } from "../src/panel/fields.tsx";

const email: FormField = { kind: "email", required: true, options: [] };
const name: FormField = { kind: "name", required: false, options: [], label: "怎么称呼您" };
const topic: FormField = {
  kind: "choice",
  name: "topic",
  label: "咨询什么？",
  required: true,
  options: ["退款", "发货"],
};

test("answers become what is known of the visitor; what is blank is not told", () => {
  const answers = { email: " li@example.com ", name: "  ", "attributes.topic": "退款" };
  assert.deepEqual(frame_of([email, name, topic], answers), {
    type: "fill_form",
    email: "li@example.com",
    attributes: { topic: "退款" },
  });
  assert.deepEqual(frame_of([email], answers), { type: "fill_form", email: "li@example.com" });
  assert.equal(frame_of([name], answers), null);
});

test("a field is named as the server names it, and labelled by the owner or by us", () => {
  assert.deepEqual([email, name, topic].map(path_of), ["email", "name", "attributes.topic"]);
  assert.deepEqual(
    [email, name, topic].map((field) => label_of(field, texts)),
    ["邮箱", "怎么称呼您", "咨询什么？"],
  );
});

test("a form stands first while it requires something, or once when it does not", () => {
  assert.equal(stands_first([email], true), true);
  assert.equal(stands_first([name], false), true);
  assert.equal(stands_first([name], true), false);
  assert.equal(stands_first([], false), false);
});

test("a message needs one good contact and words; the fault names the field", () => {
  const fault = (answers: Record<string, string>, reachable = false, wants_text = true) => {
    const found = fault_of_message(answers, reachable, wants_text);
    return found ? `${found.code} ${found.field}` : "none";
  };
  assert.equal(fault({ text: "hi" }), "contact_required email");
  assert.equal(fault({ text: "hi", email: "  " }), "contact_required email");
  assert.equal(fault({ text: "hi" }, true), "none");
  assert.equal(fault({ text: " ", email: "a@b.cn" }), "missing_field text");
  assert.equal(fault({ email: "a@b.cn" }, false, false), "none");
  for (const wrong of ["a", "a@b", "a@b..cn", "a b@c.cn", "@b.cn", "a@b.cn@c.cn", "a@.cn"])
    assert.equal(fault({ text: "hi", email: wrong }), "bad_value email", wrong);
  for (const wrong of ["1234", "call me", "1+3800138000", "1".repeat(21)])
    assert.equal(fault({ text: "hi", phone: wrong }), "bad_value phone", wrong);
  assert.equal(fault({ text: "hi", phone: "+86 (138) 0013-8000" }), "none");
  assert.deepEqual(contact_of({ email: " a@b.cn", text: "hi", phone: "" }), { email: "a@b.cn" });
});

test("every fault has words, those of its field first", () => {
  const said = (code: string, field: string) =>
    fault_text({ reply_to: "fill_form", code, field }, texts);
  assert.equal(said("bad_value", "email"), texts.fault_email);
  assert.equal(said("bad_value", "phone"), texts.fault_phone);
  assert.equal(said("bad_value", "attributes.topic"), texts.fault_value);
  assert.equal(said("missing_field", "email"), texts.fault_missing);
  assert.equal(said("contact_required", "email"), texts.fault_contact);
  assert.equal(said("too_long", "name"), texts.fault_long);
  assert.equal(said("rate_limited", ""), texts.fault_later);
});
