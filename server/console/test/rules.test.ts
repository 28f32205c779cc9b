import assert from "node:assert/strict";
import { test } from "node:test";
import {
  brings,
  choices,
  conditionOn,
  input_names,
  inputs,
  operatorsOf,
  type Results,
} from "../src/admin/rules.ts";
import { faultText, words } from "../src/admin/texts.ts";

const results = (low: number, high: number, withheld = 10): Results => ({
  shown: 90,
  accepted: 20,
  refused: 5,
  shown_led: 20,
  withheld,
  withheld_led: 1,
  lift: { difference: (low + high) / 2, low, high },
});

test("what a rule brings is told in conversations of a hundred visits", () => {
  assert.deepEqual(brings(results(0.02, 0.124)), { kind: "more", n: 7.2, low: 2, high: 12.4 });
  assert.deepEqual(brings(results(-0.3, -0.1)), { kind: "fewer", n: 20, low: 10, high: 30 });
  assert.equal(brings(results(-0.01, 0.2)).kind, "unsure");
  assert.equal(brings(results(0.1, 0.2, 0)).kind, "untold");
});

test("a condition begins as one that the server takes", () => {
  for (const input of input_names) {
    const { operator, value, name } = conditionOn(input);
    assert.ok(operatorsOf(input).includes(operator), input);
    const wanted = { time: "number", number: "number", truth: "boolean", text: "string" }[
      inputs[input]
    ];
    assert.equal(typeof value, wanted, input);
    assert.equal(name, input === "attribute" || input === "event" ? "" : undefined);
    const few = choices[input];
    if (few) assert.ok(few.includes(String(value)));
  }
});

test("a fault anywhere in the conditions is told by what is wrong", () => {
  const told = (field: string) => faultText("bad_value", field);
  assert.equal(told("when.conditions.3.value"), words("fault.rule.value"));
  assert.equal(told("when.groups.0.conditions.3.operator"), words("fault.rule.operator"));
  assert.equal(told("when.groups.0.groups.1.conditions"), words("fault.rule.conditions"));
  assert.equal(told("when.groups.0.groups.0.groups.0"), words("fault.rule.conditions"));
  assert.equal(told("caps.per_day"), words("fault.caps.per_day"));
});
