import assert from "node:assert/strict";
import { test } from "node:test";
import { moved, named } from "../src/admin/order.ts";
import { faultText, words } from "../src/admin/texts.ts";
import { readLines } from "../src/admin/written.ts";
import { contactOf, matches, sectionOf } from "../src/state/selectors.ts";
import { me, row } from "./rows.ts";

test("a field moves a step and no further than the ends", () => {
  assert.deepEqual(moved(["a", "b", "c"], 0, 1), ["b", "a", "c"]);
  assert.deepEqual(moved(["a", "b", "c"], 2, -1), ["a", "c", "b"]);
  assert.deepEqual(moved(["a", "b", "c"], 0, -1), ["a", "b", "c"]);
  assert.deepEqual(moved(["a", "b", "c"], 2, 1), ["a", "b", "c"]);
});

test("an attribute without a name takes its label's; the built-in fields have none", () => {
  const field = { name: " ", label: "订单号", required: true, options: [] };
  assert.equal(named({ ...field, kind: "text" }).name, "订单号");
  assert.equal(named({ ...field, kind: "text", name: "order" }).name, "order");
  assert.equal(named({ ...field, kind: "email", name: "" }).name, "");
  const draft = { ...field, kind: "choice", options: ["a", "b"], id: 3 } as const;
  assert.deepEqual(Object.keys(named(draft)).sort(), [
    "kind",
    "label",
    "name",
    "options",
    "required",
  ]);
});

test("options are one a line", () => {
  assert.deepEqual(readLines(" 退款 \n\n发货,换货\n"), ["退款", "发货,换货"]);
});

test("a fault of any field of the form is said in words of its member", () => {
  assert.equal(faultText("bad_value", "form.3.options"), words("fault.form.options"));
  assert.equal(faultText("too_many", "form"), words("fault.form"));
  assert.equal(faultText("missing_field", "form.0.kind"), words("code.missing_field"));
});

test("a message that is left waits with the others, and is found by its contact", () => {
  const { visitor } = row("c_1");
  const reachable = { ...visitor, email: "", phone: "+86 138" };
  assert.equal(contactOf(visitor), null);
  assert.equal(contactOf(reachable), "+86 138");
  assert.equal(contactOf({ ...reachable, email: "a@b.cn" }), "a@b.cn");
  const left = row("c_2", { state: "waiting", agent: null, left: true, visitor: reachable });
  assert.equal(sectionOf(left, me), "waiting");
  assert.ok(matches(left, "Sales", "138"));
});
