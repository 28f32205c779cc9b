// What axe finds wrong with a page as it stands, shadow roots included, one line for each finding.
// Rules of WCAG 2.0 to 2.2, A and AA, and axe's best practices.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const script = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const source = await readFile(script, "utf8");

// `scope`: a selector; the rest of the page is somebody else's.
export async function axe_findings(page, scope = "html") {
  if (!(await page.evaluate("typeof window.axe === 'object'"))) await page.evaluate(source);
  const { violations } = await page.evaluate(
    (selector) => globalThis.axe.run(selector, { resultTypes: ["violations"] }),
    scope,
  );
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help}: ${target} ${failureSummary}`),
  );
}
