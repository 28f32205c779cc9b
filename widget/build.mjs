// Builds everything a website's visitor can be served, below --out, at its final URL path:
//   w/v1.js, w/panel-<hash>.js, w/<locale>-<hash>.js, chat/…, demo/…
// Files with a hash in the name never change; the loader is compiled last because it names them.
// Fails when a chunk is over its brotli limit.

import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";
import { build, transform } from "esbuild";

const root = dirname(fileURLToPath(import.meta.url));
const source = join(root, "src");
const target = ["chrome91", "firefox101", "safari16.4"];
const kilobyte = 1024;
const limits = {
  loader: { goal: 6 * kilobyte, hard: 8 * kilobyte },
  line: { goal: 10 * kilobyte, hard: 10.25 * kilobyte },
  panel: { goal: 22 * kilobyte, hard: 28 * kilobyte },
  extras: { goal: 6 * kilobyte, hard: 8 * kilobyte },
  invite: { goal: 3 * kilobyte, hard: 4 * kilobyte },
  locale: { goal: 2 * kilobyte, hard: 3 * kilobyte },
};

const out_flag = process.argv.indexOf("--out");
const out = out_flag > 0 ? process.argv[out_flag + 1] : undefined;
if (!out) {
  console.error("usage: node widget/build.mjs --out DIR");
  process.exit(2);
}

/** A style sheet imported by a script becomes its minified text. */
const css_as_text = {
  name: "css-as-text",
  setup(builder) {
    builder.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, "utf8"), {
        loader: "css",
        minify: true,
        target,
      });
      return { contents: code.trim(), loader: "text" };
    });
  },
};

/** The extras run on the panel's own copy of what they share with it. */
const on_panel = (panel) => ({
  name: "on-panel",
  setup(builder) {
    const path = `./${panel}`;
    builder.onResolve({ filter: /^(@?preact|\.\.\/panel\/)/ }, () => ({ path, external: true }));
  },
});

async function bundle(entry, format, define = {}, plugins = []) {
  const result = await build({
    absWorkingDir: root,
    entryPoints: [join(source, entry)],
    nodePaths: [join(root, "node_modules")],
    bundle: true,
    write: false,
    minify: true,
    charset: "utf8",
    legalComments: "none",
    format,
    target,
    define,
    // Names with a trailing underscore are private to a file: nothing outside knows them.
    mangleProps: /[a-z]_$/,
    jsx: "automatic",
    jsxImportSource: "preact",
    plugins: [css_as_text, ...plugins],
  });
  return Buffer.from(result.outputFiles[0].contents);
}

const brotli_size = (bytes) =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
const hash_of = (bytes) => createHash("sha256").update(bytes).digest("hex").slice(0, 12);

async function emit(path, bytes) {
  const file = join(out, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, bytes);
}

async function emit_hashed(folder, name, extension, bytes) {
  const file = `${name}-${hash_of(bytes)}.${extension}`;
  await emit(`${folder}/${file}`, bytes);
  return file;
}

let over_limit = false;
function weigh(label, bytes, { goal, hard }) {
  const size = brotli_size(bytes);
  const verdict = size > hard ? "OVER THE HARD LIMIT" : size > goal ? "over the goal" : "ok";
  over_limit ||= size > hard;
  const kib = (value) => (value / kilobyte).toFixed(2).padStart(6);
  console.log(
    `${label.padEnd(14)} ${kib(size)} KB br of ${kib(goal)} (hard ${kib(hard)})  ${verdict}`,
  );
}

async function build_widget() {
  const locales = {};
  for (const entry of (await readdir(join(source, "locales"))).filter((name) =>
    name.endsWith(".ts"),
  )) {
    const name = entry.replace(/\.ts$/, "");
    const bytes = await bundle(`locales/${entry}`, "esm");
    weigh(name, bytes, limits.locale);
    locales[name] = await emit_hashed("w", name, "js", bytes);
  }
  const panel_bytes = await bundle("panel/main.tsx", "esm");
  weigh("panel", panel_bytes, limits.panel);
  const panel = await emit_hashed("w", "panel", "js", panel_bytes);
  const extras_bytes = await bundle("extras/main.ts", "esm", {}, [on_panel(panel)]);
  weigh("extras", extras_bytes, limits.extras);
  const extras = await emit_hashed("w", "extras", "js", extras_bytes);
  const line_bytes = await bundle("line/chat.ts", "esm");
  weigh("line", line_bytes, limits.line);
  const line = await emit_hashed("w", "line", "js", line_bytes);
  const invite_bytes = await bundle("invite/main.ts", "esm");
  weigh("invite", invite_bytes, limits.invite);
  const invite = await emit_hashed("w", "invite", "js", invite_bytes);
  const chunks = JSON.stringify({ line, panel, extras, invite, locales });
  const loader = await bundle("loader/main.ts", "iife", { CHUNKS: chunks });
  weigh("loader", loader, limits.loader);
  await emit("w/v1.js", loader);
}

/**
 * Pages are written by hand; their scripts and style sheets get hashed names, put where the page
 * says @name.
 */
async function build_pages(folder, to) {
  const assets = {};
  const entries = await readdir(join(source, folder));
  for (const entry of entries.filter((name) => !name.endsWith(".html"))) {
    const extension = extname(entry).slice(1);
    const name = entry.slice(0, -extension.length - 1);
    let bytes = await readFile(join(source, folder, entry));
    if (extension === "ts") bytes = await bundle(`${folder}/${entry}`, "iife");
    if (extension === "css")
      bytes = Buffer.from(
        (await transform(bytes.toString(), { loader: "css", minify: true, target })).code,
      );
    const written = await emit_hashed(to, name, extension === "ts" ? "js" : extension, bytes);
    assets[`@${entry}`] = `/${to}/${written}`;
  }
  for (const entry of entries.filter((name) => name.endsWith(".html"))) {
    const text = await readFile(join(source, folder, entry), "utf8");
    await emit(
      `${to}/${entry}`,
      text.replace(/@[\w-]+\.(?:css|ts|svg)/g, (key) => assets[key] ?? key),
    );
  }
}

await build_widget();
await build_pages("chat-page", "chat");
await build_pages("demo", "demo");
if (over_limit) process.exit(1);
