import assert from "node:assert/strict";
import { test } from "node:test";
import { fileChange } from "../src/admin/canned_file.tsx";
import type { CannedFile } from "../src/canned/canned.ts";
import {
  Attachments,
  attachments_max,
  isFinal,
  outgoingOf,
} from "../src/files/attachments.ts";
import type { Upload } from "../src/files/upload.ts";

const uploaded = (name: string) => ({
  ticket: `ticket of ${name}`,
  file: { key: name, name, bytes: 3, image: false },
});
const file = (name: string, bytes = 3): File => new File([new Uint8Array(bytes)], name);
const ten_mib = 10 * 1024 * 1024;

/** Attachments whose uploads go on as the test says. */
function begin() {
  const under_way = new Map<string, Upload>();
  const cancelled: string[] = [];
  const files = new Attachments((source, told) => {
    under_way.set(source.name, told);
    return () => cancelled.push(source.name);
  });
  const end = (name: string): void =>
    under_way.get(name)?.done({ ok: true, value: uploaded(name) });
  const states = () => files.list.value.map(({ name, fault }) => [name, fault]);
  return { files, under_way, cancelled, end, states };
}

test("the first file goes with the words, every other one says its name", () => {
  const [a, b] = [uploaded("a.png"), uploaded("b.pdf")];
  assert.deepEqual(outgoingOf("look", []), [{ text: "look", uploaded: null }]);
  assert.deepEqual(outgoingOf("look", [a, b]), [
    { text: "look", uploaded: a },
    { text: "b.pdf", uploaded: b },
  ]);
  assert.deepEqual(outgoingOf("", [a]), [{ text: "a.png", uploaded: a }]);
});

test("files keep their order, whichever is there first, and are sent once", () => {
  const { files, end } = begin();
  files.add([file("a"), file("b")]);
  end("b");
  end("a");
  assert.deepEqual(
    files.send().map(({ ticket }) => ticket),
    ["ticket of a", "ticket of b"],
  );
  assert.deepEqual(files.list.value, []);
  assert.deepEqual(files.send(), []);
});

test("what is too large or empty is told before it is sent", () => {
  const { files, under_way, states } = begin();
  files.add([file("large", ten_mib + 1), file("empty", 0), file("most", ten_mib)]);
  assert.deepEqual(states(), [
    ["large", "too_long"],
    ["empty", "empty_file"],
    ["most", null],
  ]);
  assert.deepEqual([...under_way.keys()], ["most"]);
  assert.deepEqual(files.list.value.map(isFinal), [true, true, false]);
});

test("one that failed can be tried again, one under way cancelled", () => {
  const { files, under_way, cancelled, end, states } = begin();
  files.add([file("a"), file("b")]);
  under_way.get("a")?.progress(0.5);
  assert.equal(files.list.value[0]?.share, 0.5);
  under_way.get("a")?.done({ ok: false, failure: { kind: "unreachable" } });
  assert.deepEqual(states()[0], ["a", "unreachable"]);
  files.retry(files.list.value[0]?.id ?? 0);
  assert.deepEqual([states()[0], files.list.value[0]?.share], [["a", null], 0]);
  end("a");
  files.remove(files.list.value[1]?.id ?? 0);
  assert.deepEqual(cancelled, ["b"]);
  assert.deepEqual(
    files.send().map(({ ticket }) => ticket),
    ["ticket of a"],
  );
});

test("a reply takes ten files, and says how many it left out", () => {
  const { files } = begin();
  const many = Array.from({ length: attachments_max + 2 }, (_, n) => file(`${n}`));
  assert.equal(files.add(many), 2);
  files.addUploaded(uploaded("canned"));
  assert.equal(files.list.value.length, attachments_max);
});

test("a canned reply keeps its file, loses it, or gets another one", () => {
  const before: CannedFile = { ...uploaded("a").file, ticket: "ticket of a" };
  const { files, end } = begin();
  const change = (from: CannedFile | null) => fileChange(from, files.list.value);
  assert.deepEqual(change(null), { ok: true, value: {} });
  assert.deepEqual(change(before), { ok: true, value: { file: null } });
  files.addUploaded(uploaded("a"));
  assert.deepEqual(change(before), { ok: true, value: {} });
  files.remove(files.list.value[0]?.id ?? 0);
  files.add([file("b")]);
  assert.equal(change(before).ok, false, "it waits for the upload");
  end("b");
  assert.deepEqual(change(before), { ok: true, value: { file: "ticket of b" } });
});
