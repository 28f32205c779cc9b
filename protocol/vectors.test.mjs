// The golden vectors against the JSON Schemas. Files that end in .txt hold what JSON.parse
// refuses, or what it forgets (doubled members, 1.0, -0): only strict readers can judge the
// invalid ones of those.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import Ajv2020 from "ajv/dist/2020.js";

const root = dirname(fileURLToPath(import.meta.url));
const load = (path) => JSON.parse(readFileSync(path, "utf8"));
const catalogue = load(join(root, "catalogue.json"));

const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
ajv.addKeyword({
  keyword: "x-max-bytes", type: "string", schemaType: "number",
  validate: (limit, text) => Buffer.byteLength(text, "utf8") <= limit,
});
ajv.addKeyword({ keyword: "x-id" });
ajv.addKeyword({ keyword: "x-unit" });
for (const file of readdirSync(join(root, "schemas"))) {
  ajv.addSchema(load(join(root, "schemas", file)));
}

const files = (folder) => readdirSync(join(root, "vectors", folder)).map((name) => ({
  name, frame: name.split("--")[0], path: join(root, "vectors", folder, name),
}));

test("every frame has a valid and an invalid vector, and every vector a frame", () => {
  const names = catalogue.frames.map((frame) => frame.name).sort();
  for (const folder of ["valid", "invalid"]) {
    assert.deepEqual([...new Set(files(folder).map(({ frame }) => frame))].sort(), names);
  }
});

test("invalid vectors name an error code of the catalogue", () => {
  const codes = new Set(catalogue.errors.map(({ code }) => code));
  for (const { name } of files("invalid")) assert.ok(codes.has(name.split("--")[1]), name);
});

for (const { name, frame, path } of files("valid")) {
  test(`the schema accepts ${name}`, () => {
    const validate = ajv.getSchema(`${frame}.json`);
    assert.ok(validate(load(path)), JSON.stringify(validate.errors));
  });
}

for (const { name, frame, path } of files("invalid").filter(({ name }) => name.endsWith(".json"))) {
  test(`the schema refuses ${name}`, () => {
    const validate = ajv.getSchema(`${frame}.json`);
    assert.equal(validate(load(path)), false);
    const field = name.replace(/\.json$/, "").split("--")[2].split(".")[0];
    const said = JSON.stringify(validate.errors);
    assert.ok(said.includes(field), `${field} is not in ${said}`);
  });
}
