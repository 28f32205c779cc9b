import assert from "node:assert/strict";
import { test } from "node:test";
import { outcomeText } from "../src/admin/webhook_dialogs.tsx";
import type { Delivery } from "../src/admin/webhooks_api.ts";
import { locale } from "../src/i18n/text.ts";

const delivery = (state: Delivery["state"], outcome: string): Delivery => ({
  message: "m",
  type: "alarm.wait",
  made_at: 0,
  state,
  attempts: outcome === "" ? 0 : 1,
  at: 0,
  outcome,
});

test("a delivery says what its last attempt came to, and whether there will be another", () => {
  locale.value = "en";
  assert.equal(outcomeText(delivery("waiting", "")), "Being sent…");
  assert.equal(outcomeText(delivery("delivered", "204")), "Delivered");
  assert.equal(
    outcomeText(delivery("waiting", "503")),
    "Answered 503; will be tried again",
  );
  assert.equal(outcomeText(delivery("given_up", "timed_out")), "No answer in time; given up");
  assert.equal(outcomeText(delivery("given_up", "new_word")), "Answered new_word; given up");
});
