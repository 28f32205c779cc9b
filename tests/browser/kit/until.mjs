// The one place of this ring that lets time pass: it asks again until a condition holds.

import { setTimeout as pause } from "node:timers/promises";

const ASK_AGAIN_MS = 30;

// `condition` gives something truthy, which is returned, or is asked again. What it throws ends it.
export async function until(what, condition, wait_ms = 20_000) {
  const end = Date.now() + wait_ms;
  for (;;) {
    const answer = await condition();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`after ${wait_ms / 1000} s it is still not so: ${what}`);
    await pause(ASK_AGAIN_MS);
  }
}
