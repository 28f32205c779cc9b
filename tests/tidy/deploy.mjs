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
  "deploy/kubernetes.yaml": /proxy-body-size:\s+(\d+)m/,
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
