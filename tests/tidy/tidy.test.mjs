// Each rule, shown a breach of it and something innocent that looks alike.

import assert from "node:assert/strict";
import { test } from "node:test";
import * as deploy from "./deploy.mjs";
import * as habits from "./habits.mjs";
import * as layers from "./layers.mjs";
import * as limits from "./limits.mjs";
import * as pages from "./pages.mjs";
import * as shape from "./shape.mjs";
import { make_source } from "./sources.mjs";

const count = (rule, path, text) => rule.check([make_source(path, text)]).length;

test("the core may include neither a port nor a clock", () => {
  const rule = layers.includes_rule;
  assert.equal(count(rule, "server/core/a.cpp", '#include "ports/clock.hpp"\n'), 1);
  assert.equal(count(rule, "server/core/a.cpp", "#include <chrono>\n"), 1);
  assert.equal(count(rule, "server/core/a.cpp", "#include <boost/asio.hpp>\n"), 1);
  assert.equal(count(rule, "server/core/a.cpp", '#include <map>\n#include "core/ids.hpp"\n'), 0);
});

test("an adapter may use its own library and no other", () => {
  const rule = layers.includes_rule;
  assert.equal(count(rule, "server/adapters/crypto/a.cpp", "#include <sodium.h>\n"), 0);
  assert.equal(count(rule, "server/adapters/sql/a.cpp", "#include <sodium.h>\n"), 1);
  assert.equal(count(rule, "server/adapters/sql/a.cpp", '#include "adapters/log/log.hpp"\n'), 1);
});

test("json.hpp stays in the protocol's sources", () => {
  const text = "#include <nlohmann/json.hpp>\n";
  assert.equal(count(layers.includes_rule, "protocol/cpp/src/read.cpp", text), 0);
  assert.equal(count(layers.includes_rule, "protocol/cpp/include/protocol/read.hpp", text), 1);
  assert.equal(count(layers.includes_rule, "server/app/session.cpp", text), 1);
});

test("the widget and the console don't import each other", () => {
  const rule = layers.imports_rule;
  assert.equal(count(rule, "widget/src/a.ts", 'import { x } from "../../server/console/x.js";'), 1);
  assert.equal(count(rule, "widget/src/a.ts", 'import { x } from "../../protocol/ts/a.js";'), 0);
  assert.equal(count(rule, "widget/src/a.ts", 'import { h } from "preact";'), 0);
  assert.equal(count(rule, "widget/src/a.ts", 'import _ from "lodash";'), 1);
});

const body = (lines) => `${"  work();\n".repeat(lines)}`;

test("a function of 71 lines is too long, in C++ and in TypeScript", () => {
  const rule = shape.function_length_rule;
  assert.equal(count(rule, "server/app/a.cpp", `int work() {\n${body(69)}}\n`), 1);
  assert.equal(count(rule, "server/app/a.cpp", `int work() {\n${body(68)}}\n`), 0);
  assert.equal(count(rule, "server/app/a.cpp", `namespace a {\n${body(90)}}\n`), 0);
  assert.equal(count(rule, "server/app/a.cpp", `A::A(int b)\n    : b_(b) {\n${body(70)}}\n`), 1);
  assert.equal(count(rule, "widget/src/a.ts", `function work() {\n${body(69)}}\n`), 1);
  assert.equal(count(rule, "widget/src/a.ts", `const work = () => {\n${body(68)}};\n`), 0);
});

test("a text has one limit, whatever the wire calls it", () => {
  const house = make_source("server/core/limits.hpp", "x message_bytes_max = 16 * 1'024;\n");
  const schema = (name, bytes) =>
    make_source("protocol/schemas/a.json", `{"properties":{"${name}":{"x-max-bytes":${bytes}}}}`);
  const count = (name, bytes) => limits.one_limit_rule.check([house], [schema(name, bytes)]).length;
  assert.equal(count("text", 16384), 0);
  assert.equal(count("text", 16385), 1);
  assert.equal(count("epoch", 7), 0);
});

test("long files need a reason, and the reason must still be needed", () => {
  const rule = shape.file_length_rule;
  const long = make_source("server/app/a.hpp", body(151));
  assert.equal(rule.check([long], {}).length, 1);
  assert.equal(rule.check([long], { "server/app/a.hpp": { lines: 160 } }).length, 0);
  const short = make_source("server/app/a.hpp", body(20));
  assert.equal(rule.check([short], { "server/app/a.hpp": { lines: 160 } }).length, 1);
});

test("101 columns are one too many", () => {
  assert.equal(count(shape.line_length_rule, "widget/src/a.ts", "x".repeat(101)), 1);
  assert.equal(count(shape.line_length_rule, "widget/src/a.ts", "字".repeat(100)), 0);
});

test("a header says what it is for", () => {
  assert.equal(count(shape.header_comment_rule, "server/app/a.hpp", "#pragma once\n\nint a;\n"), 1);
  assert.equal(count(shape.header_comment_rule, "server/app/a.hpp", "#pragma once\n// A.\n"), 0);
});

test("unfinished work, HTML sinks, any and inline styles are found", () => {
  assert.equal(count(habits.unfinished_rule, "server/app/a.cpp", "// TODO: later\n"), 1);
  assert.equal(count(habits.sinks_rule, "widget/src/a.ts", "a.innerHTML = text;"), 1);
  assert.equal(count(habits.any_rule, "widget/src/a.ts", "let a: any;"), 1);
  assert.equal(count(habits.any_rule, "widget/src/a.ts", "let any_one: unknown; // any"), 0);
  assert.equal(count(habits.inline_style_rule, "widget/src/a.tsx", '<p style="x">'), 1);
});

test("tests that sleep and switches that swallow cases are found", () => {
  assert.equal(count(habits.sleeping_rule, "tests/unit/a.cpp", "std::sleep_for(x);"), 1);
  assert.equal(count(habits.sleeping_rule, "server/net/a.cpp", "std::sleep_for(x);"), 0);
  assert.equal(count(habits.switch_rule, "server/core/a.cpp", "default: return;"), 1);
  assert.equal(count(habits.switch_rule, "server/core/a.hpp", "A() = default;"), 0);
});

test("words of other products are found in code, not in comments", () => {
  assert.equal(count(habits.words_rule, "server/app/a.cpp", "int customer_count;"), 1);
  assert.equal(count(habits.words_rule, "server/app/a.cpp", "// not a customer\n"), 0);
});

test("links and mentions lead somewhere", () => {
  const nothing = () => false;
  const page = make_source("README.md", "[a](b.md) [c](https://d.example)\n```\n[x](y)\n```\n");
  assert.equal(pages.links_rule.check([page], nothing).length, 1);
  assert.equal(count(pages.mentions_rule, "server/app/a.cpp", "// see SECRET.md\n"), 1);
});

test("each part of the floor is in the glossary", () => {
  const floor = make_source("server/core/floor.hpp", "struct WaitKey {\n};\nstruct Visit {\n};\n");
  const glossary = make_source("server/docs/glossary.md", "**visit**: one stay\n");
  assert.equal(pages.glossary_rule.check([floor, glossary]).length, 1);
});

test("a dashboard may ask for what a source counts, and a proxy must let files through", () => {
  const sources = [
    make_source("server/net/a.cpp", 'metrics.counter("usher_a_total", ""); x("usher_b_seconds");'),
    make_source("server/core/limits.hpp", "file_bytes_max = 10 * 1024 * 1024;"),
  ];
  const asks = (query) => deploy.dashboard_rule.check(sources, () => query).length;
  assert.equal(asks("rate(usher_a_total[1m]) / usher_b_seconds_bucket"), 0);
  assert.equal(asks("rate(usher_c_total[1m])"), 1);
  const lets = (size) =>
    deploy.proxies_rule.check(sources, () =>
      `client_max_body_size ${size}m; max_size ${size}MiB proxy-body-size: ${size}m`).length;
  assert.deepEqual([lets(11), lets(10), lets(1)], [0, 5, 5]);
});

test("what is delivered uses the program's own options and keys", () => {
  const sources = [
    make_source("server/main/main.cpp", 'add_option("--data"); {"listen", x}, {"store.files", y}'),
  ];
  const unknown = (path, text) =>
    deploy.calls_rule.check(sources, (read) => (read === path ? text : "")).length;
  assert.equal(unknown("deploy/README.md", "usher serve --data D\nusher serve --date D"), 1);
  assert.equal(unknown("deploy/README.md", "cmake --build --preset release"), 0);
  assert.equal(unknown("deploy/compose.yaml", 'command: ["serve", "--datum", "/data"]'), 1);
  assert.equal(unknown("deploy/usher.toml", '# [store]\n# files = "f"\n# file = "f"'), 1);
  const config = (key) =>
    `  usher.toml: |\n    listen = "l"\n    [store]\n    ${key} = "f"\n---\nx = y`;
  assert.equal(unknown("deploy/kubernetes.yaml", config("files")), 0);
  assert.equal(unknown("deploy/kubernetes.yaml", config("listen")), 1);
});

test("compose.yaml depends on what it has", () => {
  const read = (more, proxy) => (path) =>
    path.endsWith(".conf")
      ? proxy
      : `services:\n  a:\n    volumes: ["data:/data"]\n    depends_on:\n      ${more}` +
        ": { condition: service_healthy }\nvolumes:\n  data:\n";
  const check = (...texts) => deploy.compose_rule.check([], read(...texts)).length;
  assert.equal(check("a", "  server a:8080 max_fails=2;"), 0);
  assert.equal(check("b", "  server a:8080;"), 1);
  assert.equal(check("a", "  server c:8080;"), 1);
});
