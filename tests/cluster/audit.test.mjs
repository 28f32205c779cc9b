// What the audit must find: it is shown each breach, and a run without any.

import assert from "node:assert/strict";
import { test } from "node:test";
import { audit } from "./audit.mjs";
import { key_of } from "./store.mjs";

const ACCOUNT = { id: "7" };
const C = "c_1";
const entry = (seq, client_id) => ({ seq, kind: "message", client_id, text: `says ${client_id}` });

// A visitor wrote a, b, c, which were acknowledged, stored and shown at 1, 2, 3.
function good_day() {
  const entries = ["a", "b", "c"].map((client_id, n) => entry(n + 1, client_id));
  const written = new Map(
    entries.map(({ seq, client_id, text }) => [
      client_id,
      { text, acked: { conversation: C, seq, at: 0 } },
    ]),
  );
  return {
    person: {
      name: "visitor",
      account: ACCOUNT,
      live: true,
      written,
      shown: new Map([[C, [...entries]]]),
      refused: new Map(),
      broken: [],
    },
    page: [...entries],
    messages: entries.map(({ seq, client_id, text }) => {
      return { key: key_of(ACCOUNT.id, C), seq, client_id, text };
    }),
  };
}

function verdict_after(breach) {
  const day = good_day();
  breach(day);
  const pages = [{ key: key_of(ACCOUNT.id, C), entries: day.page }];
  return audit({ people: [day.person], pages, messages: day.messages });
}

const counts = ({ lost, doubled, reordered }) => [lost, doubled, reordered];

test("a good day is good", () => {
  const verdict = verdict_after(() => undefined);
  assert.deepEqual([verdict.acked, ...counts(verdict), verdict.broken], [3, 0, 0, 0, []]);
});

test("what was acknowledged and is not stored is lost", () => {
  const verdict = verdict_after(({ messages, page, person }) => {
    messages.pop();
    page.pop();
    person.shown.get(C).pop();
  });
  assert.deepEqual(counts(verdict), [1, 0, 0]);
});

test("what was shown and is not stored is lost", () => {
  const verdict = verdict_after(({ person }) => person.shown.get(C).push(entry(4, "d")));
  assert.deepEqual(counts(verdict), [1, 0, 0]);
});

test("what is stored twice is doubled", () => {
  const verdict = verdict_after(({ messages, page }) => {
    messages.push({ ...messages[0], seq: 4 });
    page.push(entry(4, "a"));
  });
  assert.equal(verdict.doubled, 1);
});

test("what is shown twice is doubled", () => {
  const verdict = verdict_after(({ person }) => person.shown.get(C).push(entry(3, "c")));
  assert.equal(verdict.doubled, 1);
});

test("another place than was acknowledged is reordered", () => {
  const verdict = verdict_after(({ messages, page, person }) => {
    [messages[1].client_id, messages[2].client_id] = ["c", "b"];
    [messages[1].text, messages[2].text] = [messages[2].text, messages[1].text];
    page.splice(1, 2, entry(2, "c"), entry(3, "b"));
    person.shown.set(C, [...page]);
  });
  assert.equal(verdict.lost, 0);
  assert.ok(verdict.reordered > 0);
});

test("a place that is shown with something else is reordered", () => {
  const verdict = verdict_after(({ person }) => person.shown.get(C).splice(2, 1, entry(3, "x")));
  assert.equal(verdict.reordered, 1);
});

test("a seq that does not rise in the order of storing is reordered", () => {
  const verdict = verdict_after(({ messages }) => messages.reverse());
  assert.ok(verdict.reordered > 0);
});

test("what was never stored, refused and stored, missed, or not shown as stored, is told", () => {
  const told = (breach) => verdict_after(breach).broken.length;
  assert.ok(told(({ person }) => person.written.set("z", { text: "says z" })));
  assert.ok(told(({ person }) => person.refused.set("a", "not_assigned")));
  assert.ok(told(({ person }) => person.shown.get(C).pop()));
  assert.ok(told(({ page }) => page.splice(0, 1)));
  assert.ok(told(({ person }) => person.broken.push("the journal is another one")));
});
