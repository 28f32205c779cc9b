// The catalogue and the schemas as one model that the writers of C++, TypeScript and the reference
// page share. Whatever a writer could not express is refused here, by name.
//
//   type:   {kind: "id", prefix} | {kind: "text", min, max} | {kind: "integer", min, max, ms}
//         | {kind: "boolean"} | {kind: "enum", title} | {kind: "shape", title} | {kind: "list", of}
//         | {kind: "map", key, value, max}
//   member: {name, type, optional, nullable, doc}

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

function load(path) {
  return JSON.parse(readFileSync(path, "utf8"));
}

export const pascal = (name) =>
  name.split("_").map((word) => word[0].toUpperCase() + word.slice(1)).join("");

function type_of(schema, defs, where) {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split("/").at(-1);
    if (!defs[name]) throw new Error(`${where}: no shared shape "${name}"`);
    return type_of(defs[name], defs, where);
  }
  if (schema["x-id"]) return { kind: "id", prefix: schema["x-id"] };
  if (schema.enum) return { kind: "enum", title: schema.title };
  switch (schema.type) {
    case "string":
      return { kind: "text", min: schema.minLength ?? 0, max: schema["x-max-bytes"] };
    case "integer":
      return { kind: "integer", min: schema.minimum, max: schema.maximum,
               ms: schema["x-unit"] === "ms" };
    case "boolean":
      return { kind: "boolean" };
    case "array":
      return { kind: "list", of: type_of(schema.items, defs, where) };
    case "object":
      if (schema.additionalProperties) {
        return {
          kind: "map",
          key: type_of({ type: "string", ...schema.propertyNames }, defs, where),
          value: type_of(schema.additionalProperties, defs, where),
          max: schema.maxProperties,
        };
      }
      return { kind: "shape", title: schema.title };
  }
  throw new Error(`${where}: cannot express ${JSON.stringify(schema)}`);
}

function members_of(schema, defs, where) {
  return Object.entries(schema.properties)
    .filter(([name]) => name !== "type")
    .map(([name, property]) => {
      const nullable = property.anyOf !== undefined;
      if (nullable && (property.anyOf.length !== 2 || property.anyOf[1].type !== "null")) {
        throw new Error(`${where}.${name}: anyOf is for "or null" only`);
      }
      const inner = nullable ? property.anyOf[0] : property;
      const named = inner.$ref ? defs[inner.$ref.split("/").at(-1)] : undefined;
      return { name, nullable, optional: !schema.required.includes(name),
               type: type_of(inner, defs, `${where}.${name}`),
               doc: inner.description ?? named?.description ?? "" };
    });
}

function check(catalogue, schema_names) {
  const problem = (text) => { throw new Error(`catalogue.json: ${text}`); };
  const codes = new Set(catalogue.errors.map((error) => error.code));
  const names = new Set(catalogue.frames.map((frame) => frame.name));
  for (const frame of catalogue.frames) {
    if (!schema_names.has(frame.name)) problem(`frame "${frame.name}" has no schema`);
    for (const code of frame.errors) if (!codes.has(code)) problem(`unknown error "${code}"`);
    for (const reply of frame.reply) if (!names.has(reply)) problem(`unknown reply "${reply}"`);
  }
  for (const name of schema_names) if (!names.has(name)) problem(`no frame for ${name}.json`);
  const drawn = new Set([...catalogue.common_errors,
                         ...catalogue.frames.flatMap((frame) => frame.errors)]);
  for (const code of codes) if (!drawn.has(code)) problem(`no frame draws the error "${code}"`);
  for (const { code } of catalogue.close_codes) {
    if (!catalogue.close_ranges.some((range) => range.from <= code && code <= range.to)) {
      problem(`close code ${code} is in no range`);
    }
  }
}

export function load_model(root) {
  const catalogue = load(join(root, "catalogue.json"));
  const folder = join(root, "schemas");
  const defs = load(join(folder, "common.json")).$defs;
  const schemas = new Map(readdirSync(folder).sort()
    .filter((file) => file !== "common.json")
    .map((file) => [file.replace(/\.json$/, ""), load(join(folder, file))]));
  check(catalogue, new Set(schemas.keys()));

  const enums = [];
  const shapes = [];
  for (const [name, def] of Object.entries(defs)) {
    if (def.enum) enums.push({ title: def.title, doc: def.description, words: def.enum });
    else if (def.type === "object" && !def.additionalProperties) {
      shapes.push({ title: def.title, doc: def.description, members: members_of(def, defs, name) });
    }
  }
  const frames = catalogue.frames.map((frame) => {
    const schema = schemas.get(frame.name);
    if (schema.properties.type.const !== frame.name) throw new Error(`${frame.name}: wrong "type"`);
    return { ...frame, title: schema.title, members: members_of(schema, defs, frame.name) };
  });
  const codes = enums.find((each) => each.title === "ErrorCode").words;
  const listed = catalogue.errors.map((error) => error.code);
  if (codes.join() !== listed.join()) {
    throw new Error("error_code differs from the catalogue's errors");
  }
  return { ...catalogue, frames, enums, shapes,
           client: frames.filter((frame) => frame.direction === "client"),
           server: frames.filter((frame) => frame.direction === "server") };
}
