// npm test: the vectors against the JSON Schemas and the TypeScript decoder, then the TypeScript
// tests (ts/test/*.test.ts, bundled to a temporary folder).

import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const root = dirname(fileURLToPath(import.meta.url));
const out = mkdtempSync(join(tmpdir(), "usher-protocol-"));
let status = 1;
try {
  const types = spawnSync(process.execPath,
    [join(root, "node_modules/typescript/bin/tsc"), "-p", join(root, "ts/test")],
    { stdio: "inherit" });
  const tests = join(root, "ts/test");
  const names = readdirSync(tests).filter((name) => name.endsWith(".test.ts"));
  await build({
    entryPoints: names.map((name) => join(tests, name)), outdir: out, bundle: true,
    platform: "node", target: "node18", format: "esm", outExtension: { ".js": ".mjs" },
    external: ["node:*"], logLevel: "warning",
  });
  const files = names.map((name) => join(out, name.replace(/\.ts$/, ".mjs")));
  const tested = spawnSync(process.execPath, ["--test", join(root, "vectors.test.mjs"), ...files],
    { stdio: "inherit", env: { ...process.env, USHER_PROTOCOL: root, USHER_BUNDLES: out } });
  status = types.status || tested.status || 0;
} finally {
  rmSync(out, { recursive: true, force: true });
}
process.exit(status);
