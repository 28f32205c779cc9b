// Sizes: files, functions, lines; and the comment that opens a header.
// A longer file needs an entry with a reason in exceptions.json; an entry that is needed no more is
// itself a finding.

import { readFileSync } from "node:fs";
import ts from "typescript";
import { code_of, is_code, is_cpp, is_header, is_script, line_of } from "./sources.mjs";

export const SOURCE_LINES_MAX = 350;
export const HEADER_LINES_MAX = 150;
export const FUNCTION_LINES_MAX = 70;
export const COLUMNS_MAX = 100;

const exceptions = JSON.parse(readFileSync(new URL("exceptions.json", import.meta.url), "utf8"));

export const file_length_rule = {
  name: `sources up to ${SOURCE_LINES_MAX} lines, headers up to ${HEADER_LINES_MAX}`,
  check(sources, allowed = exceptions.long_files) {
    const findings = [];
    for (const source of sources.filter(is_code)) {
      const limit = is_header(source) ? HEADER_LINES_MAX : SOURCE_LINES_MAX;
      const length = source.lines.length;
      const granted = allowed[source.path];
      if (length > (granted?.lines ?? limit)) {
        findings.push({ path: source.path, line: length, text: `${length} lines, limit ${limit}` });
      } else if (granted && length <= limit) {
        findings.push({ path: source.path, line: 1, text: "its exception is needed no more" });
      }
    }
    return findings;
  },
};

export const line_length_rule = {
  name: `lines up to ${COLUMNS_MAX} columns`,
  check: (sources) =>
    sources.filter(is_code).flatMap(({ path, lines }) =>
      lines.flatMap((line, index) => {
        const columns = [...line].length;
        const unbreakable = /^\s*(\/\/|\*|#)?\s*\S*https?:\S+$|^\s*#include/.test(line);
        if (columns <= COLUMNS_MAX || unbreakable) return [];
        return [{ path, line: index + 1, text: `${columns} columns` }];
      }),
    ),
};

// A brace that follows "(…)" and its qualifiers opens a function, unless a control word begins it.
const NOT_A_FUNCTION =
  /^(?:else|if|for|while|switch|do|try|catch|return|namespace|class|struct|enum|union|extern)\b/;
const OPENS_FUNCTION =
  /\)\s*(?:const|noexcept|override|final|mutable|&{1,2}|->\s*[\w:<>,&*\s]+|:\s[\s\S]*)*\s*$/;

export function* cpp_functions(text) {
  const code = code_of(text).replace(/^\s*#.*$/gm, (line) => " ".repeat(line.length));
  const open = []; // {start, is_function}
  let since = 0; // where the current statement begins
  for (let index = 0; index < code.length; ++index) {
    const sign = code[index];
    if (sign === ";" && open.at(-1)?.is_function !== true) since = index + 1;
    if (sign === "{") {
      const head = code.slice(since, index);
      const is_function = OPENS_FUNCTION.test(head) && !NOT_A_FUNCTION.test(head.trimStart());
      open.push({ start: since + (head.length - head.trimStart().length), is_function });
      since = index + 1;
    }
    if (sign === "}") {
      const block = open.pop();
      since = index + 1;
      if (block?.is_function && !open.some((outer) => outer.is_function)) {
        const first = line_of(code, block.start);
        yield { line: first, lines: line_of(code, index) - first + 1 };
      }
    }
  }
}

function* script_functions({ path, text }) {
  const kind = path.endsWith(".tsx") ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, kind);
  const stack = [file];
  while (stack.length > 0) {
    const node = stack.pop();
    ts.forEachChild(node, (child) => void stack.push(child));
    if (!ts.isFunctionLike(node) || !node.body) continue;
    const first = file.getLineAndCharacterOfPosition(node.getStart()).line;
    const last = file.getLineAndCharacterOfPosition(node.getEnd()).line;
    yield { line: first + 1, lines: last - first + 1 };
  }
}

export const function_length_rule = {
  name: `functions up to ${FUNCTION_LINES_MAX} lines`,
  check: (sources) =>
    sources
      .filter((source) => is_cpp(source) || is_script(source))
      .flatMap((source) => {
        const functions = is_cpp(source) ? cpp_functions(source.text) : script_functions(source);
        return [...functions]
          .filter(({ lines }) => lines > FUNCTION_LINES_MAX)
          .map(({ line, lines }) => ({ path: source.path, line, text: `${lines} lines long` }));
      }),
};

export const header_comment_rule = {
  name: "each header says what it is for",
  check: (sources) =>
    sources
      .filter(is_header)
      .filter(({ lines }) => !lines.slice(0, 3).some((line) => line.startsWith("//")))
      .map(({ path }) => ({ path, line: 1, text: "no comment at its top" })),
};
