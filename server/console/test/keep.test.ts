/** What the page keeps for the agent. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { createDrafts } from "../src/state/drafts.ts";

class Storage {
  readonly values = new Map<string, string>();
  refuses = false;
  getItem(key: string): string | null {
    if (this.refuses) throw new Error("refused");
    return this.values.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    if (this.refuses) throw new Error("refused");
    this.values.set(key, value);
  }
}

function stored(): Storage {
  const storage = new Storage();
  Object.defineProperty(globalThis, "sessionStorage", { value: storage, configurable: true });
  return storage;
}

test("a draft is kept for its conversation over a reload, and forgotten when it is sent", () => {
  stored();
  const drafts = createDrafts();
  drafts.set("c_1", "half a");
  drafts.set("c_2", "sentence");
  drafts.set("c_2", "");
  const reloaded = createDrafts();
  assert.equal(reloaded.get("c_1"), "half a");
  assert.equal(reloaded.get("c_2"), "");
});

test("drafts last as long as the page when the browser stores nothing", () => {
  stored().refuses = true;
  const drafts = createDrafts();
  drafts.set("c_1", "text");
  assert.equal(drafts.get("c_1"), "text");
});

test("damaged drafts are no drafts", () => {
  for (const value of ["{", "{}", "null", '"text"']) {
    stored().values.set("usher.drafts", value);
    assert.equal(createDrafts().get("c_1"), "");
  }
});
