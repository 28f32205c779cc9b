/**
 * Builds the console into DIR/console: `node build.mjs --out DIR`. Every file but index.html has a
 * hash in its name, so it may be cached for good. What is imported when it is wanted becomes a part
 * of its own. Fails when the first load is over its budget.
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

const common = {
  bundle: true,
  minify: true,
  write: false,
  target: ["chrome114", "firefox125", "safari17"],
  jsx: "automatic",
  jsxImportSource: "preact",
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
};

async function bundle(entry) {
  const entryPoints = [path.join(here, "src", entry)];
  const result = await build({ ...common, entryPoints, format: "iife" });
  return result.outputFiles[0].contents;
}

/**
 * The program in parts that import each other. esbuild's names become ours, what is imported first.
 * Gives the parts of the first load, the entry's last.
 */
async function program(entry, define) {
  const { outputFiles, metafile } = await build({
    ...common,
    entryPoints: { app: path.join(here, "src", entry) },
    format: "esm",
    splitting: true,
    outdir: out,
    metafile: true,
    define,
  });
  const texts = new Map(outputFiles.map((file) => [path.basename(file.path), file.text]));
  const outputs = new Map(
    Object.entries(metafile.outputs).map(([name, output]) => [path.basename(name), output]),
  );
  const addresses = new Map();
  const settle = (name) => {
    if (addresses.has(name)) return addresses.get(name);
    let text = texts.get(name);
    for (const imported of outputs.get(name).imports) {
      const part = path.basename(imported.path);
      text = text.replaceAll(`./${part}`, `./${path.basename(settle(part))}`);
    }
    addresses.set(name, add(name.replace(/(-[A-Z0-9]+)?\.js$/, ""), "js", Buffer.from(text)));
    return addresses.get(name);
  };
  const first = new Set();
  const visit = (name) => {
    for (const imported of outputs.get(name).imports) {
      if (imported.kind === "import-statement") visit(path.basename(imported.path));
    }
    first.add(settle(name));
  };
  visit("app.js");
  return [...first];
}

const source = (name) => readFile(path.join(here, "src", name));

const heartbeat = add("heartbeat", "js", await bundle("heartbeat/worker.ts"));
const icon = add("icon", "svg", await source("icons/icon.svg"));
const icon_calling = add("icon-calling", "svg", await source("icons/icon-calling.svg"));
const usher_files = JSON.stringify({ heartbeat, icon, icon_calling });
const parts = await program("main.tsx", { usher_files });
const style = add("app", "css", await bundle("styles/app.css"));

const page = (await source("index.html"))
  .toString()
  .replaceAll("%script%", parts.at(-1))
  .replaceAll(
    "%parts%",
    parts
      .slice(0, -1)
      .map((part) => `<link rel="modulepreload" href="${part}">`)
      .join("\n"),
  )
  .replaceAll("%style%", style)
  .replaceAll("%icon%", icon);
files.set("index.html", Buffer.from(page));

const at_first = new Set([
  "index.html",
  ...[...parts, style, heartbeat, icon, icon_calling].map((file) => file.slice(base.length)),
]);

await mkdir(out, { recursive: true });
let total = 0;
for (const [name, bytes] of files) {
  await writeFile(path.join(out, name), bytes);
  const size = brotliCompressSync(bytes).length;
  const later = !at_first.has(name);
  if (!later) total += size;
  console.log(
    `${String(size).padStart(7)} br  console/${name}${later ? ", when it is wanted" : ""}`,
  );
}
console.log(`${String(total).padStart(7)} br  first load, of at most ${budget_bytes}`);
if (total > budget_bytes) {
  console.error("The console's first load is over its budget.");
  process.exit(1);
}
