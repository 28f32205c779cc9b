// What is delivered beside the binary speaks of things that the binary has.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, is_cpp, line_of } from "./sources.mjs";

const read_file = (path) =>
  existsSync(join(ROOT, path)) ? readFileSync(join(ROOT, path), "utf8") : "";

// A histogram's series have endings of their own.
const family = (name) => name.replace(/_(bucket|sum|count)$/, "");

export const dashboard_rule = {
  name: "the dashboard asks for metrics that there are",
  check(sources, read = read_file) {
    const path = "deploy/grafana.json";
    const text = read(path);
    const code = sources.filter(is_cpp).map((source) => source.text);
    const there = (name) => code.some((each) => each.includes(`"${name}"`));
    return [...text.matchAll(/\busher_\w+/g)]
      .filter(([name]) => !there(name) && !there(family(name)))
      .map((found) => ({
        path,
        line: line_of(text, found.index),
        text: `no source has a metric ${found[0]}`,
      }));
  },
};

const PROXIES = {
  "deploy/nginx.conf": /client_max_body_size\s+(\d+)m/,
  "deploy/Caddyfile": /max_size\s+(\d+)MiB/,
  "deploy/nginx.cluster.conf": /client_max_body_size\s+(\d+)m/,
  "deploy/kubernetes.yaml": /proxy-body-size:\s+(\d+)m/,
  "deploy/kubernetes.cluster.yaml": /proxy-body-size:\s+(\d+)m/,
};

export const proxies_rule = {
  name: "proxies let the largest file through",
  check(sources, read = read_file) {
    const limits = sources.find(({ path }) => path === "server/core/limits.hpp")?.text ?? "";
    const most_mb = Number(/file_bytes_max = (\d+) \* 1024 \* 1024/.exec(limits)?.[1]);
    return Object.entries(PROXIES)
      .filter(([path, size]) => !(Number(size.exec(read(path))?.[1]) > most_mb))
      .map(([path]) => ({ path, line: 1, text: `bodies have to be over ${most_mb} MiB` }));
  },
};

// Where the program is called, or its configuration is written out.
const CALLERS = [
  "deploy/README.md",
  "deploy/Dockerfile",
  "deploy/compose.yaml",
  "deploy/kubernetes.yaml",
  "deploy/kubernetes.cluster.yaml",
  "deploy/usher.service",
  "deploy/usher.toml",
];

const COMMANDS = "serve|check-config|doctor|migrate|backup|restore|agent|site";
const CALL = new RegExp(`(?:\\busher["']?,? |["'])(?:${COMMANDS})\\b.*`, "g");

function* options_in(text) {
  for (const call of text.matchAll(CALL)) {
    for (const option of call[0].matchAll(/--[a-z][a-z-]+/g)) {
      yield { index: call.index + option.index, word: option[0] };
    }
  }
}

// Keys as config_file.cpp calls them. In usher.toml what is commented out is a key, too; elsewhere
// the file stands in a block of its own, from a known key on.
function* keys_in(text, path) {
  let section = "";
  let inside = path.endsWith(".toml");
  for (const line of text.matchAll(/^.*$/gm)) {
    const code = path.endsWith(".toml") ? line[0].replace(/^# /, "") : line[0].trim();
    if (/usher\.toml: \||content: \|/.test(code)) [inside, section] = [true, ""];
    if (/^---$|^\w+:$/.test(line[0]) || code.startsWith("requirepass")) inside = false;
    if (!inside) continue;
    const [, header] = /^\[(\w+)\]/.exec(code) ?? [];
    const [, key] = /^(\w+) = /.exec(code) ?? [];
    if (header) section = `${header}.`;
    if (key) yield { index: line.index, word: section + key };
  }
}

export const calls_rule = {
  name: "what is delivered uses options and keys that there are",
  check(sources, read = read_file) {
    const main = sources.filter(({ path }) => path.startsWith("server/main/"));
    const known = (word) => main.some(({ text }) => text.includes(`"${word}"`));
    return CALLERS.flatMap((path) => {
      const text = read(path);
      return [...options_in(text), ...keys_in(text, path)]
        .filter(({ word }) => !known(word))
        .map(({ index, word }) => ({
          path,
          line: line_of(text, index),
          text: `the program knows no ${word}`,
        }));
    });
  },
};

// Of the lines below `head:` of a YAML file, up to the next that is not indented, the names on the
// first level.
function names_below(text, head) {
  const begin = new RegExp(`^${head}:\\n`, "m").exec(text);
  if (!begin) return new Set();
  const block = text.slice(begin.index + begin[0].length).split(/^\w/m)[0];
  return new Set([...block.matchAll(/^ {2}([\w.-]+):/gm)].map(([, name]) => name));
}

const MENTIONS = [
  // what is mentioned, where it must be, and in which words
  ["services", /^ {6}([\w-]+): \{ condition:/gm],
  ["configs", /- source: ([\w.-]+)/g],
  ["volumes", /["[ ]([a-z][\w-]*):\/[\w/]+["\],]/g],
  ["networks", /^ {6}(inside):$|networks: \[([\w-]+)\]/gm],
];

export const compose_rule = {
  name: "compose.yaml names services, volumes and configurations that it has",
  check(_, read = read_file) {
    const path = "deploy/compose.yaml";
    const text = read(path);
    const findings = MENTIONS.flatMap(([where, words]) => {
      const there = names_below(text, where);
      return [...text.matchAll(words)]
        .map((found) => ({ index: found.index, name: found[1] ?? found[2] }))
        .filter(({ name }) => !there.has(name))
        .map(({ index, name }) => ({
          path,
          line: line_of(text, index),
          text: `there is no ${name} in ${where}`,
        }));
    });
    const services = names_below(text, "services");
    const proxy = read("deploy/nginx.cluster.conf");
    const lost = [...proxy.matchAll(/^\s*server ([\w-]+):\d+/gm)].filter(
      ([, name]) => !services.has(name),
    );
    return findings.concat(
      lost.map(({ index, 1: name }) => ({
        path: "deploy/nginx.cluster.conf",
        line: line_of(proxy, index),
        text: `compose.yaml has no ${name}`,
      })),
    );
  },
};
