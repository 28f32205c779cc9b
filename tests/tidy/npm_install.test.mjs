// deploy/npm_install: when it installs, and whose folder it leaves alone.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { fileURLToPath } from "node:url";

const SCRIPT = fileURLToPath(new URL("../../deploy/npm_install", import.meta.url));
let folder, project;

// An npm that only says that it was called.
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "usher-npm-"));
  project = join(folder, "project");
  mkdirSync(project);
  writeFileSync(join(folder, "npm"), '#!/bin/sh\necho "$@" >called\n');
  chmodSync(join(folder, "npm"), 0o755);
  writeFileSync(join(project, "package-lock.json"), "{}");
});
afterEach(() => rmSync(folder, { recursive: true }));

function installs() {
  const PATH = `${folder}:${process.env.PATH}`;
  const { status } = spawnSync(SCRIPT, [project], { env: { ...process.env, PATH } });
  assert.equal(status, 0);
  return existsSync(join(project, "called"));
}

// node_modules at `path`, installed so many seconds after package-lock.json was written.
function installed(path, seconds) {
  mkdirSync(path);
  writeFileSync(join(path, ".package-lock.json"), "{}");
  const at = Date.now() / 1000;
  utimesSync(join(project, "package-lock.json"), at, at);
  utimesSync(join(path, ".package-lock.json"), at + seconds, at + seconds);
}

test("what is not there, or older than its lock file, is installed", () => {
  assert.ok(installs());
  rmSync(join(project, "called"));
  installed(join(project, "node_modules"), -60);
  assert.ok(installs());
});

test("what is complete stays", () => {
  installed(join(project, "node_modules"), 60);
  assert.ok(!installs());
});

test("a link to another checkout's modules is left alone, however old they are", () => {
  installed(join(folder, "theirs"), -60);
  symlinkSync(join(folder, "theirs"), join(project, "node_modules"));
  assert.ok(!installs());
});
