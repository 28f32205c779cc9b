import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { decode_agent, decode_visitor } from "../decode";

interface Listed { readonly name: string; readonly direction: string; readonly roles: string[] }

const root = process.env["USHER_PROTOCOL"] ?? ".";
const read = (...parts: string[]): string => readFileSync(join(root, ...parts), "utf8");
const catalogue = JSON.parse(read("catalogue.json")) as { readonly frames: readonly Listed[] };
const server = new Map(catalogue.frames.filter((frame) => frame.direction === "server")
  .map((frame) => [frame.name, frame]));

function vectors(folder: string): { name: string; roles: string[]; text: string }[] {
  return readdirSync(join(root, "vectors", folder)).flatMap((name) => {
    const frame = server.get(name.split("--")[0] ?? "");
    return frame ? [{ name, roles: frame.roles, text: read("vectors", folder, name) }] : [];
  });
}

const decoders = { visitor: decode_visitor, agent: decode_agent };

for (const { name, roles, text } of vectors("valid")) {
  test(`decodes ${name} for those it is for, and for nobody else`, () => {
    for (const [role, decode] of Object.entries(decoders)) {
      assert.deepEqual(decode(text), roles.includes(role) ? JSON.parse(text) : null);
    }
  });
}

for (const { name, text } of vectors("invalid")) {
  test(`refuses ${name}`, () => {
    assert.equal(decode_visitor(text), null);
    assert.equal(decode_agent(text), null);
  });
}

test("unknown members and words pass, unknown frames and non-frames don't", () => {
  assert.ok(decode_visitor('{"type":"pong","now":1,"future":{"a":[1]}}'));
  assert.ok(decode_visitor('{"type":"error","code":"newer_than_me","message":""}'));
  for (const text of ["", "null", "[]", '"pong"', "{}", '{"type":7}', '{"type":"later"}',
                      '{"type":"constructor"}', '{"type":"__proto__"}']) {
    assert.equal(decode_visitor(text), null, text);
  }
});
