import assert from "node:assert/strict";
import { test } from "node:test";
import {
  countsOf,
  deliveryOf,
  givenName,
  matches,
  neighbour,
  offersOf,
  rowsOf,
  sectionOf,
  shortId,
  type Tab,
  unansweredSince,
  unreadOf,
} from "../src/state/selectors.ts";
import { me, message, row } from "./rows.ts";

const rings = (id: string, deadline_at: number) =>
  row(id, { state: "waiting", agent: null, offer: { deadline_at, from: null } });
const ringing = rings("c_1", 9000);
const waiting = row("c_2", { state: "waiting", agent: null, waiting_since: 500 });
const mine = row("c_3");
const closed = row("c_4", { state: "closed", closed_at: 5000 });
const foreign = row("c_5", { agent: { agent: "a_2", name: "Bob" } });
const all = [ringing, waiting, mine, closed, foreign];

const list = (tab: Tab, query = "", rows = all) =>
  rowsOf(rows, { me, tab, sort: "recent", query, queueName: () => "Sales" }).map(
    (one) => one.conversation,
  );

test("each conversation is in one section", () => {
  assert.deepEqual(
    all.map((one) => sectionOf(one, me)),
    ["offer", "waiting", "mine", "closed", "others"],
  );
  const counts = { offer: 1, waiting: 1, mine: 1, closed: 1, others: 1 };
  assert.deepEqual(countsOf(all, me), counts);
});

test("who waits longest is first, what was closed last is first", () => {
  const later = row("c_6", { state: "waiting", agent: null, waiting_since: 800 });
  assert.deepEqual(list("waiting", "", [later, waiting]), ["c_2", "c_6"]);
  const newer = row("c_7", { state: "closed", closed_at: 6000 });
  assert.deepEqual(list("closed", "", [closed, newer]), ["c_7", "c_4"]);
});

test("the offer that runs out first is on top", () => {
  const urgent = rings("c_8", 8000);
  const order = offersOf([ringing, urgent]).map((one) => one.conversation);
  assert.deepEqual(order, ["c_8", "c_1"]);
});

test("a search finds names, message starts, queues and the short number, in any case", () => {
  const li = row("c_9", { visitor: { ...mine.visitor, name: "李雷 Li" } });
  for (const words of ["李雷", "li", "HELLO", "#1234", "sales hello", ""]) {
    assert.ok(matches(li, "Sales", words), words);
  }
  assert.ok(!matches(li, "Sales", "nobody"));
});

test("an anonymous visitor has a short number and no name", () => {
  assert.equal(shortId("v_abcd1234"), "1234");
  assert.equal(givenName({ ...mine.visitor, name: "  " }), null);
});

test("unread are the visitor's messages behind the mark", () => {
  const entries = [message(1, "visitor"), message(2, "agent"), message(3, "visitor")];
  const last = { seq: 3, at: 3000, kind: "visitor", start: "" } as const;
  const one = row("c_1", { last_seq: 3, last_message: last });
  assert.equal(unreadOf(one, entries, 0), 2);
  assert.equal(unreadOf(one, entries, 1), 1);
  assert.equal(unreadOf({ ...one, agent_mark: { delivered: 3, read: 3 } }, entries, 0), 0);
  assert.equal(unreadOf(one, null, 0), 1);
});

test("a visitor waits since the first message that nobody answered", () => {
  const entries = [message(1, "visitor"), message(2, "agent"), message(3, "visitor")];
  const asked = { seq: 4, at: 4000, kind: "visitor", start: "" } as const;
  const one = row("c_1", { last_message: asked });
  assert.equal(unansweredSince(one, [...entries, message(4, "visitor")]), 3000);
  const answered = { ...asked, kind: "agent" } as const;
  assert.equal(unansweredSince(row("c_1", { last_message: answered }), entries), null);
});

test("stepping through rows stops at the ends", () => {
  const rows = [mine, closed];
  assert.equal(neighbour(rows, null, 1), "c_3");
  assert.equal(neighbour(rows, "c_3", 1), "c_4");
  assert.equal(neighbour(rows, "c_4", 1), "c_4");
  assert.equal(neighbour(rows, "c_3", -1), "c_3");
  assert.equal(neighbour([], null, 1), null);
});

test("a message is sent, then delivered, then read", () => {
  const mark = { delivered: 5, read: 3 };
  assert.deepEqual(
    [3, 4, 6].map((seq) => deliveryOf(seq, mark)),
    ["read", "delivered", "sent"],
  );
});
