import assert from "node:assert/strict";
import { test } from "node:test";
import { invitationsOf, sectionOf } from "../src/state/selectors.ts";
import { canLabel, canNote, canRead, canReply, withNote } from "../src/state/together.ts";
import { transcript } from "../src/state/transcript.ts";
import type {
  Agent,
  InternalNote,
  Participant,
  ParticipantMode,
} from "../src/state/wire.ts";
import { me, message, row } from "./rows.ts";

const bob = { agent: "a_2", name: "Bob" };
const part = (mode: ParticipantMode, joined = true, by: typeof bob | null = null): Participant => ({
  agent: { agent: me, name: "Ann" },
  mode,
  joined,
  by,
});
const of_bob = (...participants: Participant[]) => row("c_1", { agent: bob, participants });
const person = (role: Agent["role"]): Agent => ({
  agent: me,
  name: "Ann",
  role,
  status: "online",
  capacity: 3,
  load: 0,
});
const note = (number: number, at: number): InternalNote => ({
  note: number,
  at,
  author: bob,
  client_id: `n${number}`,
  text: `note ${number}`,
});

test("somebody else's conversation is closed to who has no part in it", () => {
  assert.equal(canRead(of_bob(), me), false);
  assert.equal(canRead(of_bob(part("watch")), me), true);
  assert.equal(canRead(of_bob(part("speak", false, bob)), me), true);
  assert.equal(canRead(row("c_1", { state: "waiting", agent: null }), me), true);
});

test("who speaks replies, who advises writes notes, who watches does neither", () => {
  const may = (mode: ParticipantMode, joined = true): readonly boolean[] => {
    const conversation = of_bob(part(mode, joined));
    return [canReply(conversation, me), canNote(conversation, person("agent"))];
  };
  assert.deepEqual(may("speak"), [true, true]);
  assert.deepEqual(may("whisper"), [false, true]);
  assert.deepEqual(may("watch"), [false, false]);
  assert.deepEqual(may("speak", false), [false, false]);
  const closed = row("c_1", { state: "closed", agent: bob });
  assert.equal(canNote(closed, person("supervisor")), true);
  assert.equal(canNote(closed, person("agent")), false);
  assert.equal(canLabel(of_bob(), person("supervisor")), true);
  assert.equal(canLabel(of_bob(part("speak")), person("agent")), false);
});

test("what an agent takes part in stands among its own, an invitation above the lists", () => {
  assert.equal(sectionOf(of_bob(part("whisper", true, bob)), me), "mine");
  assert.equal(sectionOf(of_bob(part("speak")), me), "others");
  assert.equal(sectionOf(of_bob(part("watch")), me), "others");
  const invited = of_bob(part("speak", false, bob));
  assert.equal(sectionOf(invited, me), "offer");
  assert.deepEqual(invitationsOf([of_bob(), invited], me), [invited]);
});

test("notes stand between messages by their time, the unsaved ones last", () => {
  const input = {
    entries: [message(1, "visitor", 1000), message(2, "agent", 3000)],
    pending: [],
    visitor_mark: { delivered: 0, read: 0 },
    me,
    myName: "Ann",
    notes: [note(1, 500), note(2, 2000), note(3, 4000)],
    pendingNotes: [{ client_id: "n4", text: "unsaved", at: 5000, failed: null }],
    since: 0,
    words: new Map(),
  };
  const kinds = (since: number): readonly string[] =>
    transcript({ ...input, since }).map((item) => item.kind);
  assert.deepEqual(kinds(0), ["day", "note", "message", "note", "message", "note", "note"]);
  assert.deepEqual(kinds(1000), ["day", "message", "note", "message", "note", "note"]);
});

test("a note that comes twice stands once", () => {
  const once = withNote([], note(2, 2000));
  assert.equal(withNote(once, note(2, 2000)), once);
  assert.deepEqual(
    withNote(once, note(1, 1000)).map((each) => each.note),
    [1, 2],
  );
});
