// npm test: checks the types, then runs test/*.test.ts, bundled to a temporary folder, in node's
// runner.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const out = mkdtempSync(join(tmpdir(), "usher-console-"));

function run(program, words) {
  const env = { ...process.env, USHER_CONSOLE: root };
  return spawnSync(program, words, { stdio: "inherit", cwd: root, env }).status ?? 1;
}

let status = run(join(root, "node_modules/.bin/tsc"), ["--noEmit"]);
try {
  const names = readdirSync(here).filter((name) => name.endsWith(".test.ts"));
  await build({
    entryPoints: names.map((name) => join(here, name)),
    outdir: out,
    bundle: true,
    platform: "node",
    target: "node18",
    format: "esm",
    outExtension: { ".js": ".mjs" },
    logLevel: "warning",
  });
  const files = names.map((name) => join(out, name.replace(/\.ts$/, ".mjs")));
  status = run(process.execPath, ["--test", "--test-reporter=tap", ...files]) || status;
} finally {
  rmSync(out, { recursive: true, force: true });
}
process.exit(status);
