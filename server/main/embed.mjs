// Turns a folder of built pages into two sources for the binary: an assembler file that includes
// every file's bytes, and a C++ table of them (server/net/assets.hpp). Text is compressed here,
// once.
//
//   node embed.mjs WEB_FOLDER OUT_FOLDER

import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { extname, join, relative, resolve, sep } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const CONTENT_TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".mp3": "audio/mpeg",
  ".ogg": "audio/ogg",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wav": "audio/wav",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};
const COMPRESSED_BEFORE = new Set([".mp3", ".ogg", ".png", ".woff2"]);

function files_below(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? files_below(path) : [path];
    })
    .sort();
}

function brotli(bytes) {
  return brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
}

// The file and the encodings that are worth keeping: [suffix, bytes].
function encodings(path) {
  const bytes = readFileSync(path);
  if (COMPRESSED_BEFORE.has(extname(path))) return [["identity", bytes]];
  const smaller = [["br", brotli(bytes)], ["gz", gzipSync(bytes, { level: 9 })]];
  return [["identity", bytes], ...smaller.filter(([, packed]) => packed.length < bytes.length)];
}

function embed(web, out) {
  const data = join(out, "data");
  rmSync(data, { recursive: true, force: true });
  mkdirSync(data, { recursive: true });
  const assembler = [".section .rodata"];
  const declarations = [];
  const rows = [];
  files_below(web).forEach((path, index) => {
    const type = CONTENT_TYPES[extname(path)];
    if (!type) throw new Error(`no content type is known for ${path}`);
    const spans = { identity: "{}", br: "{}", gz: "{}" };
    for (const [encoding, bytes] of encodings(path)) {
      const symbol = `usher_asset_${index}_${encoding}`;
      const file = join(data, symbol);
      writeFileSync(file, bytes);
      assembler.push(`.global ${symbol}`, ".balign 16", `${symbol}:`);
      assembler.push(`.incbin "${file}"`, ".byte 0");
      declarations.push(`extern "C" const std::byte ${symbol}[];`);
      spans[encoding] = `{${symbol}, ${bytes.length}}`;
    }
    const url = "/" + relative(web, path).split(sep).join("/");
    const etag = createHash("sha256").update(readFileSync(path)).digest("hex").slice(0, 16);
    const texts = [url, type, etag].map((text) => JSON.stringify(text)).join(", ");
    rows.push(`    {${texts}, ${spans.identity}, ${spans.br}, ${spans.gz}},`);
  });
  assembler.push('.section .note.GNU-stack,"",%progbits', "");
  writeFileSync(join(out, "assets.gen.S"), assembler.join("\n"));
  const table = rows.length
    ? ["const net::Asset table[] = {", ...rows, "};"]
    : ["const std::span<const net::Asset> table;"];
  writeFileSync(join(out, "assets.gen.cpp"), [
    "// Made by server/main/embed.mjs.",
    '#include "main/embedded_assets.hpp"',
    "",
    ...declarations,
    "",
    "namespace usher::assets {",
    "namespace {",
    ...table,
    "}",
    "std::span<const net::Asset> embedded() { return table; }",
    "}",
    "",
  ].join("\n"));
}

const [web, out] = process.argv.slice(2).map((path) => resolve(path));
if (!out) throw new Error("usage: node embed.mjs WEB_FOLDER OUT_FOLDER");
embed(web, out);
