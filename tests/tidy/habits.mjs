// Habits that a reader relies on: nothing left undone, nothing unsafe shown, no test that sleeps.

import ts from "typescript";
import {
  code_of,
  is_code,
  is_cpp,
  is_page,
  is_script,
  is_test,
  line_of,
} from "./sources.mjs";

// This folder names what it forbids.
const elsewhere = ({ path }) => !path.startsWith("tests/tidy/");

function matches(sources, pattern, text) {
  return sources.flatMap((source) =>
    [...source.text.matchAll(pattern)].map((found) => ({
      path: source.path,
      line: line_of(source.text, found.index),
      text: `${found[0].trim()}: ${text}`,
    })),
  );
}

const without_comments = (source) => ({ ...source, text: code_of(source.text) });

export const unfinished_rule = {
  name: "nothing is left for later",
  check: (sources) =>
    matches(
      sources.filter((source) => is_code(source) || is_page(source)).filter(elsewhere),
      /\b(TODO|FIXME|XXX|HACK|WIP)\b|\bnot (yet )?implemented\b/g,
      "finish it, or leave it out",
    ),
};

const SINKS = new RegExp(
  [
    "\\b(innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML|srcdoc)\\b",
    "\\bcreateContextualFragment\\b",
    "\\bdocument\\.write(ln)?\\b",
    "\\bnew Function\\(",
    "\\beval\\(",
  ].join("|"),
  "g",
);

export const sinks_rule = {
  name: "no page turns text into HTML",
  check: (sources) =>
    matches(
      sources.filter(is_script).filter(elsewhere),
      SINKS,
      "strings are shown as text nodes only",
    ),
};

export const inline_style_rule = {
  name: "the widget has no inline styles",
  check: (sources) =>
    matches(
      sources.filter(({ path }) => path.startsWith("widget/") && /\.tsx?$/.test(path)),
      /\sstyle=[{"']|setAttribute\(\s*["']style["']|\.cssText\b/g,
      "a strict style-src refuses it",
    ),
};

export const any_rule = {
  name: "no any in TypeScript",
  check: (sources) =>
    sources
      .filter((source) => /\.tsx?$/.test(source.path) && is_script(source))
      .flatMap((source) => {
        const file = ts.createSourceFile(source.path, source.text, ts.ScriptTarget.Latest, true);
        const findings = [];
        const visit = (node) => {
          if (node.kind === ts.SyntaxKind.AnyKeyword) {
            const line = file.getLineAndCharacterOfPosition(node.getStart()).line + 1;
            findings.push({ path: source.path, line, text: "any: say what it is, or unknown" });
          }
          ts.forEachChild(node, visit);
        };
        visit(file);
        return findings;
      }),
};

export const sleeping_rule = {
  name: "no test sleeps",
  check: (sources) => [
    ...matches(
      // The load ring measures real time, and so lets it pass.
      sources
        .filter((one) => is_cpp(one) && is_test(one) && !one.path.startsWith("tests/load/"))
        .map(without_comments),
      /\b(sleep_for|sleep_until|usleep|nanosleep)\b|(?<!\w)::sleep\(/g,
      "wait for the condition, or move time by hand",
    ),
    ...matches(
      sources.filter((one) => is_script(one) && is_test(one)).filter(elsewhere),
      /\bwaitForTimeout\b|\bawait (sleep|delay)\(/g,
      "wait for the condition",
    ),
  ],
};

export const switch_rule = {
  name: "switches of the core name every case",
  check: (sources) =>
    matches(
      sources
        .filter((one) => is_cpp(one) && one.path.startsWith("server/core/"))
        .map(without_comments),
      /\bdefault\s*:/g,
      "a new case must break the build where it isn't handled",
    ),
};

// One word, one meaning: what others call a visitor, an agent, a queue, a conversation.
const STRAY_WORDS = /\b\w*(customer|guest|department|livechat)\w*\b/gi;

export const words_rule = {
  name: "the code uses the glossary's words",
  check: (sources) =>
    matches(
      sources
        .filter((one) => is_cpp(one) || is_script(one))
        .filter(({ path }) => /^(server|protocol|widget)\//.test(path))
        .map(without_comments),
      STRAY_WORDS,
      "server/docs/glossary.md has another word for it",
    ),
};
