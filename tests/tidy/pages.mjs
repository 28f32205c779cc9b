// Documentation that leads somewhere: links, mentioned pages, and the glossary.

import { existsSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { ROOT, is_code, is_page, line_of } from "./sources.mjs";

export const links_rule = {
  name: "links in the documentation resolve",
  check: (sources, exists = (path) => existsSync(join(ROOT, path))) =>
    sources.filter(is_page).flatMap(({ path, text }) => {
      const findings = [];
      const prose = text.replace(/```[\s\S]*?```/g, (part) => part.replace(/[^\n]/g, " "));
      for (const found of prose.matchAll(/\]\(([^)\s]+)\)|src="([^"]+)"/g)) {
        const target = (found[1] ?? found[2]).split("#")[0];
        if (target === "" || /^(https?:|mailto:|data:)/.test(target)) continue;
        if (exists(normalize(join(dirname(path), target)))) continue;
        findings.push({ path, line: line_of(prose, found.index), text: `${target} is not there` });
      }
      return findings;
    }),
};

// A page that a comment names is a promise that the reader can open it.
export const mentions_rule = {
  name: "pages that are mentioned exist",
  check(sources) {
    const names = new Set(sources.filter(is_page).map(({ path }) => path.split("/").at(-1)));
    return sources
      .filter((source) => is_code(source) || is_page(source))
      .filter(({ path }) => !path.startsWith("tests/tidy/"))
      .flatMap(({ path, text }) =>
        [...text.matchAll(/\b([A-Z][\w-]*\.md)\b/g)]
          .filter(([name]) => !names.has(name))
          .map((found) => ({
            path,
            line: line_of(text, found.index),
            text: `there is no page ${found[0]}`,
          })),
      );
  },
};

// The types that the floor is made of, as people say them.
const FLOOR_PAGE = "server/core/floor.hpp";
const GLOSSARY = "server/docs/glossary.md";
const as_words = (name) => name.replace(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();

export const glossary_rule = {
  name: "the glossary has a word for each part of the floor",
  check(sources) {
    const floor = sources.find(({ path }) => path === FLOOR_PAGE);
    const glossary = sources.find(({ path }) => path === GLOSSARY)?.text.toLowerCase() ?? "";
    if (!floor) return [];
    return [...floor.text.matchAll(/^struct (\w+) \{/gm)]
      .filter(([, name]) => !glossary.includes(`**${as_words(name)}`))
      .map((found) => ({
        path: GLOSSARY,
        line: 1,
        text: `no entry for "${as_words(found[1])}" (${FLOOR_PAGE})`,
      }));
  },
};
