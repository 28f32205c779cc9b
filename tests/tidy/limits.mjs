// A limit that both the wire and the house know is one number.

import { line_of, make_source, tracked_paths, ROOT } from "./sources.mjs";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";

const LIMITS = "server/core/limits.hpp";

// Where the wire's word for a field is not the house's; null: the house has no limit for it.
const HOUSE_NAMES = new Map([
  ["typing.text", null], // a preview, which nobody keeps
  ["text", "message"],
  ["note_text", "note"],
  ["referrer", "url"],
]);

const read_schemas = () =>
  tracked_paths()
    .filter((path) => /^protocol\/schemas\/.*\.json$/.test(path))
    .map((path) => make_source(path, readFileSync(join(ROOT, path), "utf8")));

function limits_of(text) {
  const limits = new Map();
  for (const [, name, value] of text.matchAll(/(\w+)_bytes_max\s*=\s*([\d' *]+);/g)) {
    limits.set(
      name,
      value
        .replaceAll("'", "")
        .split("*")
        .reduce((product, factor) => product * Number(factor), 1),
    );
  }
  return limits;
}

// Calls found(name, bytes) for each named text of a schema that has a limit.
function each_text(schema, found) {
  for (const [name, value] of Object.entries(schema)) {
    if (typeof value !== "object" || value === null) continue;
    if ("x-max-bytes" in value) found(name, value["x-max-bytes"]);
    each_text(value, found);
  }
}

export const one_limit_rule = {
  name: "a text has the same limit on the wire and in the house",
  check(sources, schemas = read_schemas()) {
    const house = sources.find(({ path }) => path === LIMITS);
    if (!house) return [];
    const limits = limits_of(house.text);
    const findings = [];
    for (const { path, text } of schemas) {
      each_text(JSON.parse(text), (name, bytes) => {
        const own_name = HOUSE_NAMES.get(`${basename(path, ".json")}.${name}`);
        const known = limits.get(own_name === undefined ? HOUSE_NAMES.get(name) ?? name : own_name);
        if (known === undefined || known === bytes) return;
        const line = line_of(text, text.indexOf(`"${name}"`));
        findings.push({ path, line, text: `${name} has ${bytes} bytes, ${LIMITS} says ${known}` });
      });
    }
    return findings;
  },
};
