// Rules that other programs decide: formatter, generator, and (with --deep) clang-tidy.

import { spawn, spawnSync } from "node:child_process";
import { availableParallelism, cpus } from "node:os";
import { join, relative } from "node:path";
import { ROOT, is_cpp } from "./sources.mjs";

const FORMATTER_MAJOR = 14; // Debian 12's; others lay some constructs out differently

function findings_of(output) {
  return [...output.matchAll(/^(\S+?):(\d+):\d+: (?:error|warning): (.*)$/gm)].map((found) => ({
    path: relative(ROOT, found[1].startsWith("/") ? found[1] : join(ROOT, found[1])),
    line: Number(found[2]),
    text: found[3],
  }));
}

export const format_rule = {
  name: `C++ is laid out as clang-format ${FORMATTER_MAJOR} does`,
  check(sources) {
    const version = spawnSync("clang-format", ["--version"], { encoding: "utf8" }).stdout ?? "";
    const major = Number(version.match(/version (\d+)/)?.[1]);
    if (!major) return [{ path: ".clang-format", line: 1, text: "clang-format is not installed" }];
    if (major !== FORMATTER_MAJOR) {
      console.log(`  (clang-format is version ${major}: the layout is not compared)`);
      return [];
    }
    const files = sources.filter(is_cpp).map(({ path }) => path);
    const run = spawnSync("clang-format", ["--dry-run", "-Werror", "--ferror-limit=1", ...files], {
      cwd: ROOT,
      encoding: "utf8",
    });
    return findings_of(run.stderr);
  },
};

export const generated_rule = {
  name: "what is generated from the catalogue is fresh",
  check() {
    const run = spawnSync("node", ["protocol/generate.mjs", "--check"], {
      cwd: ROOT,
      encoding: "utf8",
    });
    if (run.status === 0) return [];
    return [{ path: "protocol/generate.mjs", line: 1, text: (run.stderr || run.stdout).trim() }];
  },
};

// All but what has Boost headers: those take clang-tidy a minute a file.
const DEEP = /^(server\/(core|app|adapters)|protocol\/cpp)\/.*\.cpp$/;
const BOOST = /^server\/adapters\/redis\/(client|hub|socket)\.cpp$/;

const FLAGS = ["-std=c++20", "-Wall", "-Wextra", "-Iserver", "-Iprotocol/cpp/include"];
FLAGS.push("-isystem/usr/include/postgresql"); // libpq's place on Debian

export const analysis_rule = {
  name: "clang-tidy has nothing to say",
  async check(sources) {
    const paths = sources.map(({ path }) => path);
    const waiting = paths.filter((path) => DEEP.test(path) && !BOOST.test(path));
    const findings = [];
    const work = async () => {
      for (let path = waiting.shift(); path; path = waiting.shift()) {
        findings.push(...(await analyse(path)));
      }
    };
    const lanes = availableParallelism?.() ?? cpus().length;
    await Promise.all(Array.from({ length: lanes }, work));
    // A header's finding is reported by every file that includes it.
    const seen = new Map(findings.map((one) => [`${one.path}:${one.line}:${one.text}`, one]));
    return [...seen.values()];
  },
};

function analyse(path) {
  return new Promise((resolve) => {
    const run = spawn("clang-tidy", ["--quiet", path, "--", ...FLAGS], { cwd: ROOT });
    let output = "";
    run.stdout.on("data", (chunk) => (output += chunk));
    run.stderr.resume();
    run.on("error", () => resolve([{ path, line: 1, text: "clang-tidy is not installed" }]));
    run.on("close", (code) => {
      const findings = findings_of(output);
      if (code !== 0 && findings.length === 0) {
        findings.push({ path, line: 1, text: `clang-tidy ended with ${code}` });
      }
      resolve(findings);
    });
  });
}
