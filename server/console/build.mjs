/**
 * Builds the console into DIR/console: `node build.mjs --out DIR`. Every file but index.html has a
 * hash in its name, so it may be cached for good. Fails when the first load is over its budget.
 */
import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const budget_bytes = 150 * 1024;
const base = "/console/";

const { values } = parseArgs({ options: { out: { type: "string", default: "dist" } } });
const out = path.resolve(values.out, "console");
const files = new Map();

/** Keeps a file under a name with its hash; gives the address that pages use. */
function add(name, extension, bytes) {
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
  const file = `${name}-${hash}.${extension}`;
  files.set(file, bytes);
  return base + file;
}

async function bundle(entry, define = {}) {
  const result = await build({
    entryPoints: [path.join(here, "src", entry)],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: ["chrome114", "firefox125", "safari17"],
    jsx: "automatic",
    jsxImportSource: "preact",
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
    define,
  });
  return result.outputFiles[0].contents;
}

const source = (name) => readFile(path.join(here, "src", name));

const heartbeat = add("heartbeat", "js", await bundle("heartbeat/worker.ts"));
const icon = add("icon", "svg", await source("icons/icon.svg"));
const icon_calling = add("icon-calling", "svg", await source("icons/icon-calling.svg"));
const usher_files = JSON.stringify({ heartbeat, icon, icon_calling });
const script = add("app", "js", await bundle("main.tsx", { usher_files }));
const style = add("app", "css", await bundle("styles/app.css"));

const page = (await source("index.html"))
  .toString()
  .replaceAll("%script%", script)
  .replaceAll("%style%", style)
  .replaceAll("%icon%", icon);
files.set("index.html", Buffer.from(page));

await mkdir(out, { recursive: true });
let total = 0;
for (const [name, bytes] of files) {
  await writeFile(path.join(out, name), bytes);
  const size = brotliCompressSync(bytes).length;
  total += size;
  console.log(`${String(size).padStart(7)} br  console/${name}`);
}
console.log(`${String(total).padStart(7)} br  first load, of at most ${budget_bytes}`);
if (total > budget_bytes) {
  console.error("The console's first load is over its budget.");
  process.exit(1);
}
