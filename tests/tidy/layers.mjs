// The layer table: who may include whom. server/docs/architecture.md shows it to people.

import { dirname, normalize } from "node:path";
import { is_cpp, is_script } from "./sources.mjs";

// `own`: folders (or files) of ours. `libraries`: what the layer may use beyond the standard
// library, null for all. `never`: headers and words that would break the layer's promise.
const POSIX = [
  "fcntl.h", "poll.h", "signal.h", "sys", "unistd.h", "pthread.h", "sched.h", "arpa", "netinet",
  "netdb.h",
];
const LAYERS = [
  {
    folder: "server/core/",
    own: ["core/"],
    libraries: [],
    never: [
      ["<(chrono|ctime|time\\.h)>", "the floor has no clock"],
      ["<(thread|mutex|atomic|future|condition_variable|coroutine)>", "the floor has no threads"],
      ["<random>", "the floor draws no lots"],
      ["<(iostream|fstream|sstream|ostream|istream|cstdio|print)>", "the floor has no streams"],
      ["<unordered_(map|set)>", "containers of the floor are ordered"],
      ["\\bco_(await|return|yield)\\b", "the floor never suspends"],
    ],
  },
  {
    folder: "server/ports/",
    own: ["core/", "ports/"],
    libraries: [],
    never: [],
  },
  {
    folder: "server/app/",
    own: ["core/", "ports/", "app/", "protocol/"],
    libraries: [],
    never: [["\\b(system|steady)_clock\\b", "time comes through ports/clock.hpp"]],
  },
  {
    folder: "server/adapters/memory/",
    own: ["core/", "ports/", "adapters/memory/"],
    libraries: [],
  },
  {
    folder: "server/adapters/sql/",
    own: ["core/", "ports/", "adapters/sql/"],
    libraries: ["soci", "sqlite3.h", "libpq-fe.h", ...POSIX],
  },
  {
    folder: "server/adapters/crypto/",
    own: ["core/", "ports/", "adapters/crypto/"],
    libraries: ["sodium.h"],
  },
  {
    folder: "server/adapters/files/",
    own: ["core/", "ports/", "adapters/files/"],
    libraries: [...POSIX],
  },
  {
    folder: "server/adapters/system/",
    own: ["core/", "ports/", "adapters/system/"],
    libraries: ["iconv.h", ...POSIX],
  },
  {
    folder: "server/adapters/log/",
    own: ["core/", "ports/", "adapters/log/"],
    libraries: ["spdlog", "fmt"],
  },
  {
    folder: "server/adapters/calendar/",
    own: ["core/", "ports/", "adapters/calendar/"],
    libraries: ["date"],
  },
  {
    folder: "server/adapters/geo/",
    own: ["core/", "ports/", "adapters/geo/"],
    libraries: ["maxminddb.h"],
  },
  {
    folder: "server/adapters/http/",
    own: ["core/", "ports/", "adapters/http/"],
    libraries: ["curl", ...POSIX],
  },
  {
    folder: "server/adapters/metrics/",
    own: ["core/", "ports/", "adapters/metrics/"],
    libraries: ["prometheus"],
  },
  {
    folder: "server/adapters/redis/",
    own: ["core/", "ports/", "adapters/redis/"],
    libraries: ["hiredis", "boost", ...POSIX],
  },
  {
    folder: "server/net/",
    own: ["net/", "app/", "ports/", "protocol/", "core/ids.hpp", "core/limits.hpp"],
    libraries: ["boost", "openssl", ...POSIX],
  },
  { folder: "server/main/", own: [""], libraries: null },
  { folder: "server/", own: [], libraries: [] },
  { folder: "protocol/cpp/src/", own: ["protocol/", ""], libraries: ["nlohmann"] },
  { folder: "protocol/cpp/", own: ["protocol/"], libraries: [] },
  { folder: "tests/", own: [""], libraries: null },
];

const C_STANDARD =
  /^(assert|ctype|errno|inttypes|limits|math|signal|stddef|stdint|stdio|stdlib|string)\.h$/;

function* broken_includes(source) {
  const layer = LAYERS.find(({ folder }) => source.path.startsWith(folder));
  if (!layer) {
    yield { line: 1, text: "stands in no layer of tests/tidy/layers.mjs" };
    return;
  }
  for (const [index, line] of source.lines.entries()) {
    const found = line.match(/^\s*#\s*include\s*(["<])([^">]+)[">]/);
    if (found) {
      const [, mark, name] = found;
      if (mark === '"' && !may_own(layer, name)) {
        yield { line: index + 1, text: `${layer.folder} may not include "${name}"` };
      }
      if (mark === "<" && !may_use(layer, name)) {
        yield { line: index + 1, text: `${layer.folder} may not use <${name}>` };
      }
    }
    for (const [pattern, why] of layer.never ?? []) {
      const code = line.replace(/\/\/.*/, "");
      if (new RegExp(pattern).test(code)) yield { line: index + 1, text: why };
    }
  }
}

const may_own = ({ own }, name) => own.some((prefix) => name.startsWith(prefix));

function may_use({ libraries }, name) {
  if (libraries === null || C_STANDARD.test(name)) return true;
  const library = name.split("/")[0];
  const standard = !name.includes("/") && !name.endsWith(".h") && !name.endsWith(".hpp");
  return standard || libraries.includes(library);
}

const at = ({ path }, finding) => ({ path, ...finding });

export const includes_rule = {
  name: "each layer includes only what the table allows",
  check: (sources) =>
    sources
      .filter(is_cpp)
      .flatMap((source) => [...broken_includes(source)].map((one) => at(source, one))),
};

const PARTS = [
  { folder: "widget/", may: ["widget/", "protocol/ts/"] },
  // Pinyin is looked up in a dictionary that a library keeps.
  { folder: "server/console/", may: ["server/console/", "protocol/ts/"], package: "pinyin-pro" },
  { folder: "protocol/ts/", may: ["protocol/ts/"] },
];
const PACKAGES = /^(preact(\/.*)?|@preact\/signals(-core)?)$/;

function* broken_imports(source) {
  const part = PARTS.find(({ folder }) => source.path.startsWith(folder));
  if (!part || source.path.endsWith(".mjs") || /\.test\.tsx?$|\/tests?\//.test(source.path)) return;
  const statement = /(?:\bfrom|\bimport)\s*\(?\s*["']([^"']+)["']/g;
  for (const [index, line] of source.lines.entries()) {
    for (const [, name] of line.matchAll(statement)) {
      if (name.startsWith(".")) {
        const target = normalize(`${dirname(source.path)}/${name}`);
        if (!part.may.some((folder) => target.startsWith(folder))) {
          yield { line: index + 1, text: `${part.folder} may not import ${target}` };
        }
      } else if (name === part.package) {
        continue;
      } else if (!PACKAGES.test(name) || part.folder === "protocol/ts/") {
        yield { line: index + 1, text: `${part.folder} may not import the package ${name}` };
      }
    }
  }
}

export const imports_rule = {
  name: "widget and console share protocol/ts and nothing else",
  check: (sources) =>
    sources
      .filter(is_script)
      .flatMap((source) => [...broken_imports(source)].map((one) => at(source, one))),
};
