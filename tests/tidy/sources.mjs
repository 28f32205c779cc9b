// The repository's files as the rules see them, and C++ text without what is not code.
//
// A source is {path, text, lines}; paths are relative to the root, with '/'. Generated files
// (".gen.") are left out: their generator is checked instead.

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

const CPP = new Set([".cpp", ".hpp"]);
const SCRIPT = new Set([".ts", ".tsx", ".mjs"]);
const TEXT = new Set([...CPP, ...SCRIPT, ".css", ".html", ".md", ".cmake", ".sh", ".toml"]);

export const is_cpp = ({ path }) => CPP.has(extname(path));
export const is_header = ({ path }) => extname(path) === ".hpp";
export const is_script = ({ path }) => SCRIPT.has(extname(path)) && !path.endsWith(".d.ts");
export const is_page = ({ path }) => extname(path) === ".md";
export const is_shell = ({ path, text }) => extname(path) === ".sh" || /^#!.*\bbash\b/.test(text);
export const is_code = (source) => is_cpp(source) || is_script(source) || is_shell(source);
export const is_test = ({ path }) =>
  path.startsWith("tests/") || /\.test\.(ts|tsx|mjs)$/.test(path);

export function make_source(path, text) {
  return { path, text, lines: text.replace(/\n$/, "").split("\n") };
}

export function tracked_paths() {
  const listing = execFileSync(
    "git",
    ["ls-files", "--cached", "--others", "--exclude-standard", "-z"],
    { cwd: ROOT, encoding: "utf8" },
  );
  return [...new Set(listing.split("\0"))].filter((path) => path && existsSync(join(ROOT, path)));
}

export function read_sources() {
  return tracked_paths()
    .filter((path) => TEXT.has(extname(path)) || extname(path) === "" || path === "CMakeLists.txt")
    .filter((path) => !path.includes(".gen."))
    .map((path) => make_source(path, readFileSync(join(ROOT, path), "utf8")))
    .filter(({ text }) => !text.includes("\0"));
}

const NOT_CODE = new RegExp(
  [
    String.raw`\/\/[^\n]*`, // a comment to the end of the line
    String.raw`\/\*[\s\S]*?\*\/`, // a comment between marks
    String.raw`R"([^(\s]*)\([\s\S]*?\)\1"`, // a raw string
    String.raw`"(?:[^"\\\n]|\\.)*"`, // a string
    String.raw`(?<![0-9a-fA-F])'(?:[^'\\\n]|\\.)+'`, // a character, but not 1'000
  ].join("|"),
  "g",
);

// Comments and the insides of literals become blanks; all else, line breaks too, stays in place.
export function code_of(text) {
  const blank = (part) => part.replace(/[^\n]/g, " ");
  return text.replace(NOT_CODE, (part) =>
    part.startsWith("/") ? blank(part) : `"${blank(part.slice(1, -1))}"`,
  );
}

export const line_of = (text, index) => text.slice(0, index).split("\n").length;
