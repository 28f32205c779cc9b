import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { brotliCompressSync } from "node:zlib";

const kilobyte = 1024;
const out = mkdtempSync(join(tmpdir(), "usher-web-"));
after(() => rmSync(out, { recursive: true, force: true }));

const script = join(process.env["USHER_WIDGET"] ?? ".", "build.mjs");
const built = spawnSync(process.execPath, [script, "--out", out], { encoding: "utf8" });
const files = built.status === 0 ? readdirSync(join(out, "w")) : [];
const bytes = (file: string) => readFileSync(join(out, "w", file));

test("the build succeeds", () => assert.equal(built.status, 0, built.stdout + built.stderr));

for (const [chunk, goal_kb] of [
  ["v1", 6],
  ["line", 10.25],
  ["panel", 22],
  ["extras", 6],
  ["invite", 3],
  ["en", 2],
  ["zh-CN", 2],
  ["zh-TW", 2],
] as const) {
  test(`${chunk} is within ${goal_kb} KB brotli`, () => {
    const file = files.find((name) => name.replace(/(-[0-9a-f]{12})?\.js$/, "") === chunk) ?? "";
    const size = brotliCompressSync(bytes(file)).length;
    assert.ok(size <= goal_kb * kilobyte, `${size} bytes`);
  });
}

test("the loader names every chunk, and there is none besides", () => {
  const loader = bytes("v1.js").toString();
  for (const file of files) assert.ok(file === "v1.js" || loader.includes(file), file);
  assert.equal(files.length, 8);
});

test("the extras run on the panel: it gives what they ask of it", () => {
  const source = (name: string) =>
    bytes(files.find((file) => file.startsWith(`${name}-`)) ?? "").toString();
  const panel = files.find((file) => file.startsWith("panel-"));
  const [, given = ""] = /export\{([^}]*)\};?\s*$/.exec(source("panel")) ?? [];
  const gives = new Set(given.split(",").map((pair) => pair.split(" as ").pop()));
  const asked = [...source("extras").matchAll(/import\{([^}]*)\}from"([^"]*)"/g)];
  assert.ok(asked.length > 0);
  for (const [, names = "", from] of asked) {
    assert.equal(from, `./${panel}`);
    for (const name of names.split(",").map((pair) => pair.split(" as ")[0]))
      assert.ok(gives.has(name), name);
  }
});

test("chunks have their hash in the name, so that they can be kept for a year", () => {
  for (const file of files) assert.match(file, /^(v1|[\w-]+-[0-9a-f]{8,})\.js$/);
});
