import assert from "node:assert/strict";
import { test } from "node:test";
import type { PastConversation, PastInvitation, PastVisit } from "../src/past/api.ts";
import { decoded } from "../src/past/decoded.ts";
import { timelineOf, withOlderPage } from "../src/past/timeline.ts";

const visit = (at: number) => ({ visit: `t_${at}`, started_at: at }) as PastVisit;
const conversation = (at: number) =>
  ({ conversation: `c_${at}`, opened_at: at }) as PastConversation;
const invitation = (at: number) => ({ visit: "t_1", at }) as PastInvitation;
/** The newest first, as the server tells them. */
const visits = (from: number, count: number): PastVisit[] =>
  Array.from({ length: count }, (_, i) => visit(from - i));

test("a timeline tells everything in one order, the newest first", () => {
  const { moments, older } = timelineOf({
    visits: [visit(9), visit(1)],
    conversations: [conversation(5)],
    invitations: [invitation(7)],
  });
  assert.deepEqual(
    moments.map(({ kind, at }) => [kind, at]),
    [
      ["visit", 9],
      ["invitation", 7],
      ["conversation", 5],
      ["visit", 1],
    ],
  );
  assert.equal(older, null);
});

test("what may not come next waits for the older page", () => {
  const first = {
    visits: visits(1_000, 50),
    conversations: [conversation(980), conversation(900)],
    invitations: [],
  };
  const page = timelineOf(first);
  assert.equal(page.moments.length, 51); // the older conversation may have visits before it
  assert.deepEqual(page.older, { before_visit: "t_951", before_conversation: "c_900" });
  const whole = timelineOf(
    withOlderPage(first, {
      visits: visits(950, 10),
      conversations: [conversation(1)],
      invitations: [],
    }),
  );
  assert.equal(whole.moments.length, 62);
  assert.equal(whole.moments.at(-1)?.at, 900); // a list that was whole gets no more
  assert.equal(whole.older, null);
});

test("a file is read as UTF-8, or else as what Chinese spreadsheets write", () => {
  assert.equal(decoded(new TextEncoder().encode("\u{FEFF}姓名").buffer as ArrayBuffer), "姓名");
  assert.equal(decoded(new Uint8Array([0xd0, 0xd5, 0xc3, 0xfb]).buffer), "姓名");
});
