import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { en } from "../src/i18n/en.ts";
import { zhCN } from "../src/i18n/zh-CN.ts";

const root = process.env["USHER_CONSOLE"] ?? ".";
const holes = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.tsx?$/.test(entry.name) ? [readFileSync(path, "utf8")] : [];
  });
}

test("both languages have the same keys", () => {
  assert.deepEqual(Object.keys(en).sort(), Object.keys(zhCN).sort());
});

test("a text has the same holes in both languages, and is not empty", () => {
  const english = new Map(Object.entries(en));
  for (const [key, text] of Object.entries(zhCN)) {
    assert.notEqual(text.trim(), "", key);
    assert.deepEqual(holes(english.get(key) ?? ""), holes(text), key);
  }
});

test("every text that the sources name is in the catalogue", () => {
  const keys = new Set(Object.keys(zhCN));
  const named = sources(join(root, "src")).flatMap((source) =>
    [...source.matchAll(/\bt\(\s*"([^"]+)"/g)].map((found) => found[1] ?? ""),
  );
  assert.ok(named.length > 50);
  for (const key of named) assert.ok(keys.has(key), key);
});
