// npm test: the tests in test/*.test.ts, bundled to a temporary folder and run by node's runner.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = dirname(fileURLToPath(import.meta.url));
const out = mkdtempSync(join(tmpdir(), "usher-widget-"));
let status = 1;
try {
  const names = readdirSync(join(root, "test")).filter((name) => name.endsWith(".test.ts"));
  await build({
    entryPoints: names.map((name) => join(root, "test", name)),
    outdir: out,
    bundle: true,
    platform: "node",
    target: "node18",
    format: "esm",
    outExtension: { ".js": ".mjs" },
    external: ["node:*"],
    logLevel: "warning",
  });
  const files = names.map((name) => join(out, name.replace(/\.ts$/, ".mjs")));
  const run = spawnSync(process.execPath, ["--test", "--test-reporter=tap", ...files], {
    stdio: "inherit",
    env: { ...process.env, USHER_WIDGET: root },
  });
  status = run.status ?? 1;
} finally {
  rmSync(out, { recursive: true, force: true });
}
process.exit(status);
