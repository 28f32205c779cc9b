// Writes everything that follows from catalogue.json and schemas/. `--check` writes nothing and
// fails when a committed file is not what would be written.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

import { frames_header, write_header } from "./generator/cpp_header.mjs";
import {
  fields_header, read_source, words_source, write_source,
} from "./generator/cpp_sources.mjs";
import { test_header } from "./generator/cpp_test.mjs";
import { load_model } from "./generator/model.mjs";
import { reference_page } from "./generator/reference.mjs";
import { typescript } from "./generator/typescript.mjs";

const root = dirname(fileURLToPath(import.meta.url));
const model = load_model(root);

const files = {
  "cpp/include/protocol/frames.gen.hpp": frames_header(model),
  "cpp/include/protocol/write.gen.hpp": write_header(model),
  "cpp/src/fields.gen.hpp": fields_header(model),
  "cpp/src/words.gen.cpp": words_source(model),
  "cpp/src/read.gen.cpp": read_source(model),
  "cpp/src/write.gen.cpp": write_source(model),
  "../tests/contract/protocol_build.gen.hpp": test_header(model),
  "ts/frames.gen.ts": typescript(model),
  "REFERENCE.md": reference_page(model, root),
};

const check = process.argv.includes("--check");
let stale = 0;
for (const [name, text] of Object.entries(files)) {
  const path = join(root, name);
  const current = existsSync(path) ? readFileSync(path, "utf8") : "";
  if (current === text) continue;
  stale += 1;
  if (check) {
    console.error(`stale: ${relative(process.cwd(), path)} (run node protocol/generate.mjs)`);
  } else {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    console.log(`wrote ${relative(process.cwd(), path)}`);
  }
}
if (check && stale > 0) process.exit(1);
