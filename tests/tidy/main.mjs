// Runs every rule over the repository and says what breaks it. Each rule is one test: it has a name
// and check(sources), which gives findings {path, line, text}. tidy.test.mjs shows each rule a
// breach of it.

import * as deploy from "./deploy.mjs";
import * as habits from "./habits.mjs";
import * as layers from "./layers.mjs";
import * as limits from "./limits.mjs";
import * as pages from "./pages.mjs";
import * as shape from "./shape.mjs";
import { read_sources } from "./sources.mjs";
import { analysis_rule, format_rule, generated_rule } from "./tools.mjs";

const rules = [layers, shape, habits, limits, pages, deploy]
  .flatMap((group) => Object.entries(group))
  .filter(([name]) => name.endsWith("_rule"))
  .map(([, rule]) => rule);
rules.push(format_rule, generated_rule);
if (process.argv.includes("--deep")) rules.push(analysis_rule);

const sources = read_sources();
let failed = 0;
for (const rule of rules) {
  const findings = await rule.check(sources);
  console.log(`${findings.length === 0 ? "ok    " : "BROKEN"} ${rule.name}`);
  for (const { path, line, text } of findings) console.log(`       ${path}:${line}: ${text}`);
  if (findings.length > 0) failed += 1;
}
console.log(`${rules.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
