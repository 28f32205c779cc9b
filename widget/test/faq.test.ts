import assert from "node:assert/strict";
import { test } from "node:test";
import type { FaqEntry } from "../../protocol/ts/frames.gen.ts";
import { shown_entries, suggested } from "../src/panel/faq_desk.ts";
import {
  answered,
  asked,
  no_answers,
  query_of,
  rated,
  rating,
  toggled,
} from "../src/panel/faq_view.ts";
import { Browser, frames_of } from "./tabs.ts";

const entry = (id: string, more: Partial<FaqEntry> = {}): FaqEntry => ({
  entry: id,
  category: "",
  question: `${id}?`,
  answer: `${id}.`,
  ...more,
});
const answer = (query: string, ...entries: FaqEntry[]) =>
  ({ type: "faq_entries", query, entries }) as const;

test("only the answer to the last query is shown; until it comes, what was found stays", () => {
  const first = answered(no_answers, answer("", entry("f_1")));
  const looking = asked(first, "退款");
  assert.deepEqual(looking.entries, [entry("f_1")]);
  assert.equal(answered(looking, answer("退", entry("f_9"))), looking);
  assert.deepEqual(answered(looking, answer("退款", entry("f_2"))).entries, [entry("f_2")]);
});

test("one answer is open at a time, and stays so while it is among what is found", () => {
  const all = answered(no_answers, answer("", entry("f_1"), entry("f_2")));
  const open = toggled(toggled(all, "f_1"), "f_2");
  assert.equal(open.open, "f_2");
  assert.equal(toggled(open, "f_2").open, "");
  assert.equal(answered(open, answer("", entry("f_2"))).open, "f_2");
  assert.equal(answered(open, answer("", entry("f_1"))).open, "");
});

test("an answer is judged once, here or in another tab", () => {
  const judged = rated(rated(no_answers, "f_1", false), "f_1", true);
  assert.equal(rating(judged, entry("f_1")), false);
  assert.equal(rating(judged, entry("f_2")), undefined);
  assert.equal(rating(judged, entry("f_2", { helped: true })), true);
});

test("a long query is cut between characters", () => {
  assert.equal(query_of("  怎么退款 "), "怎么退款");
  assert.equal(query_of("退".repeat(100)), "退".repeat(66));
  assert.equal(new TextEncoder().encode(query_of(`a${"😀".repeat(60)}`)).length, 197);
});

test("a few stand there from the start; beside a message only what was found", () => {
  const ids = ["f_1", "f_2", "f_3", "f_4", "f_5"].map((id) => entry(id));
  const first = answered(no_answers, answer("", ...ids));
  assert.equal(shown_entries(first).length, 3);
  assert.equal(suggested(first).length, 0);
  const found = answered(asked(first, "x"), answer("x", ...ids));
  assert.equal(shown_entries(found).length, 5);
  assert.equal(suggested(found).length, 2);
});

test("a tab that follows searches by the leader, and all learn what was found", async (t) => {
  const browser = new Browser(t);
  browser.house.faq = [entry("f_1")];
  const [one, two] = [await browser.open_tab(), await browser.open_tab()];
  two.chat.wish({ wish: "faq", frame: { type: "search_faq", query: "退款" } });
  await browser.clock.advance(100);
  for (const { chat } of [one, two])
    assert.deepEqual(chat.state.faq, answer("退款", entry("f_1")));
  two.chat.wish({ wish: "faq", frame: { type: "rate_faq", entry: "f_1", helped: true } });
  await browser.clock.advance(100);
  assert.deepEqual(frames_of(browser, "rate_faq"), [
    { type: "rate_faq", entry: "f_1", helped: true },
  ]);
});
