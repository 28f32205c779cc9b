import assert from "node:assert/strict";
import { test } from "node:test";
import { csvOf } from "../src/past/csv.ts";
import { marked } from "../src/past/marked.ts";
import { type Reading, withOlder } from "../src/state/past.ts";
import type { Entry } from "../src/state/wire.ts";

const found = (text: string, query: string): readonly string[] =>
  marked(text, query)
    .filter((piece) => piece.found)
    .map((piece) => piece.text);

test("the words of a search are marked wherever they stand, whatever their case", () => {
  assert.deepEqual(found("我想退款，怎么退款？", "退款"), ["退款", "退款"]);
  assert.deepEqual(found("Refunds take three days", "DAYS refund"), ["Refund", "days"]);
  assert.deepEqual(found("a+b (c)", "(c) a+b"), ["a+b", "(c)"]);
  assert.deepEqual(found("nothing", " ，"), []);
  assert.equal(
    marked("x (", "(")
      .map((piece) => piece.text)
      .join(""),
    "x (",
  );
});

test("a long text is cut to what surrounds the first word", () => {
  const pieces = marked(`${"早".repeat(500)}退款${"晚".repeat(500)}`, "退款");
  assert.equal(pieces[0]?.text, "…");
  assert.equal(pieces.at(-1)?.text, "…");
  assert.deepEqual(
    pieces.filter((piece) => piece.found).map((piece) => piece.text),
    ["退款"],
  );
});

test("rows become values that spreadsheets read and do not run", () => {
  assert.equal(
    csvOf([
      ["来源", "n"],
      ['say "hi", or\nnot', 3],
    ]),
    '\u{FEFF}来源,n\r\n"say ""hi"", or\nnot",3\r\n',
  );
  for (const formula of ["=1+1", "+1", "-1", "@x", "\tx"]) {
    assert.equal(csvOf([[formula]]), `\u{FEFF}'${formula}\r\n`);
  }
});

test("pages of a transcript are put before what is there, each entry once", () => {
  const entry = (seq: number): Entry => ({ seq, kind: "message", at: seq });
  const empty: Reading = {
    conversation: "c_1",
    entries: [],
    loaded: false,
    hasOlder: false,
    failed: null,
  };
  const last = withOlder(empty, [entry(3), entry(4)], true);
  assert.equal(last.loaded, true);
  const whole = withOlder(last, [entry(1), entry(2), entry(3)], false);
  assert.deepEqual(
    whole.entries.map((each) => each.seq),
    [1, 2, 3, 4],
  );
  assert.equal(whole.hasOlder, false);
});
