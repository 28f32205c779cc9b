import assert from "node:assert/strict";
import { test } from "node:test";
import type { TestContext } from "node:test";
import type { Uploaded } from "../../protocol/ts/outbox.ts";
import { Uploads, is_final } from "../src/extras/uploads.ts";
import { install } from "./browser.ts";

/** One upload, which the test lets go on, end or fail. */
class Request {
  readonly upload: { onprogress: (event: object) => void } = { onprogress: () => undefined };
  readonly headers: Record<string, string> = {};
  address = "";
  status = 0;
  responseText = "";
  aborted = false;
  onload: () => void = () => undefined;
  onerror: () => void = () => undefined;

  open(_method: string, address: string): void {
    this.address = address;
  }
  setRequestHeader(name: string, value: string): void {
    this.headers[name] = value;
  }
  send(): void {}
  abort(): void {
    this.aborted = true;
  }
  progress(loaded: number, total: number): void {
    this.upload.onprogress({ loaded, total });
  }
  answer(status: number, content: object): void {
    this.status = status;
    this.responseText = JSON.stringify(content);
    this.onload();
  }
}

function begin(t: TestContext) {
  const requests: Request[] = [];
  install(t, {
    XMLHttpRequest: class extends Request {
      constructor() {
        super();
        requests.push(this);
      }
    },
  });
  const done: Uploaded[] = [];
  const uploads = new Uploads("v_1");
  const place = { token: "v_1.secret" as string | null };
  uploads.way = {
    address: (name) => `/files?name=${name}`,
    token: () => place.token,
    done: (uploaded) => done.push(uploaded),
  };
  const states = () => uploads.list.value.map(({ name, state, code }) => [name, state, code]);
  return { uploads, requests, done, place, states };
}

const file = (name: string, bytes = 3) => new File([new Uint8Array(bytes)], name);
const told = (name: string) => ({ key: `k-${name}`, name, bytes: 3, image: false });
const ten_mib = 10 * 1024 * 1024;

test("files go up one after another and become messages in the order of choosing", (t) => {
  const { uploads, requests, done } = begin(t);
  uploads.add([file("a"), file("b")]);
  assert.deepEqual(requests.map(({ address }) => address), ["/files?name=a"]);
  assert.equal(requests[0]?.headers["authorization"], "Bearer v_1.secret");
  requests[0]?.progress(1, 4);
  assert.equal(uploads.list.value[0]?.share, 0.25);
  requests[0]?.answer(201, { ticket: "ta", ...told("a") });
  requests[1]?.answer(201, { ticket: "tb", ...told("b") });
  assert.deepEqual(done, [
    { ticket: "ta", file: told("a") },
    { ticket: "tb", file: told("b") },
  ]);
  assert.deepEqual(uploads.list.value, []);
});

test("what is too large or empty is said at once and never sent", (t) => {
  const { uploads, requests, states } = begin(t);
  uploads.add([file("large", ten_mib + 1), file("empty", 0), file("most", ten_mib)]);
  assert.deepEqual(states(), [
    ["large", "failed", "too_long"],
    ["empty", "failed", "empty_file"],
    ["most", "sending", ""],
  ]);
  assert.equal(requests.length, 1);
  assert.deepEqual(uploads.list.value.map(is_final), [true, true, false]);
});

test("one that fails holds up nobody, and goes when it is tried again", (t) => {
  const { uploads, requests, done, states } = begin(t);
  uploads.add([file("a"), file("b"), file("c")]);
  requests[0]?.answer(415, { error: { code: "file_kind" } });
  requests[1]?.onerror();
  assert.deepEqual(states(), [
    ["a", "failed", "file_kind"],
    ["b", "failed", "offline"],
    ["c", "sending", ""],
  ]);
  uploads.retry(uploads.list.value[1]?.id ?? 0);
  requests[2]?.answer(201, { ticket: "tc", ...told("c") });
  requests[3]?.answer(201, { ticket: "tb", ...told("b") });
  assert.deepEqual(done.map(({ ticket }) => ticket), ["tc", "tb"]);
});

test("a cancelled one is broken off, and the next begins", (t) => {
  const { uploads, requests, states } = begin(t);
  uploads.add([file("a"), file("b")]);
  uploads.remove(uploads.list.value[0]?.id ?? 0);
  assert.equal(requests[0]?.aborted, true);
  assert.deepEqual(states(), [["b", "sending", ""]]);
  uploads.remove(uploads.list.value[0]?.id ?? 0);
  assert.deepEqual(states(), []);
});

test("when their visitor goes they go, too", (t) => {
  const { uploads, requests, done } = begin(t);
  uploads.add([file("a"), file("b"), file("empty", 0)]);
  uploads.stop();
  assert.deepEqual([requests.length, requests[0]?.aborted], [1, true]);
  assert.deepEqual([uploads.list.value, done], [[], []]);
});

test("without a connection nothing is sent, and that is said", (t) => {
  const { uploads, requests, place, states } = begin(t);
  place.token = null;
  uploads.add([file("a"), file("b")]);
  assert.deepEqual(states(), [
    ["a", "failed", "offline"],
    ["b", "failed", "offline"],
  ]);
  place.token = "back";
  uploads.retry(uploads.list.value[0]?.id ?? 0);
  assert.equal(requests.length, 1);
});

test("of more than twenty at once the rest waits to be asked again", (t) => {
  const { uploads, states } = begin(t);
  uploads.add(Array.from({ length: 21 }, (_, n) => file(`${n}`)));
  assert.deepEqual(states()[19], ["19", "waiting", ""]);
  assert.deepEqual(states()[20], ["20", "failed", "rate_limited"]);
});

test("an answer that is no JSON is a failure all the same", (t) => {
  const { uploads, requests, states } = begin(t);
  uploads.add([file("a")]);
  Object.assign(requests[0] ?? {}, { status: 502, responseText: "<html>" });
  requests[0]?.onload();
  assert.deepEqual(states(), [["a", "failed", "failed"]]);
});
