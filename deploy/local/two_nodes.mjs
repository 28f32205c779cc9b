// See deploy/two_nodes.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Topology } from "./topology.mjs";

const BINARY =
  process.env.USHER_BINARY ?? fileURLToPath(new URL("../../build/usher", import.meta.url));

function read_options() {
  const { values } = parseArgs({
    options: {
      data: { type: "string" },
      port: { type: "string", default: "0" },
      nodes: { type: "string", default: "2" },
      config: { type: "string" },
    },
  });
  const [port, nodes] = [Number(values.port), Number(values.nodes)];
  if (!(Number.isInteger(port) && port >= 0 && port + nodes <= 65_536)) throw new Error("--port");
  if (!(Number.isInteger(nodes) && nodes >= 1 && nodes <= 26)) throw new Error("--nodes");
  return { ...values, port, nodes };
}

function show(topology, credentials) {
  for (const { name, base, log } of topology.nodes) {
    console.log(`node ${name}       ${base}\n  shop       ${base}/demo/`);
    console.log(`  console    ${base}/console/\n  log        ${log}`);
  }
  for (const role of ["agent", "supervisor", "admin"]) {
    const { login, password } = credentials[role];
    console.log(`sign in      ${login} / ${password}`);
  }
  console.log(`PostgreSQL   ${topology.postgres.address()}`);
  console.log(`Redis        ${topology.redis.address()}`);
  console.log("Ctrl+C stops all of it.");
}

// The next signal ends us at once, and the system ends what we started.
const signal = () =>
  new Promise((done) => {
    for (const name of ["SIGINT", "SIGTERM"]) process.once(name, done);
  });

async function main() {
  const { data, port, nodes, config } = read_options();
  const folder = data ? resolve(data) : await mkdtemp(join(tmpdir(), "usher-nodes-"));
  const names = Array.from({ length: nodes }, (_, n) => String.fromCharCode(97 + n));
  const options = ["--demo", ...(config ? ["--config", resolve(config)] : [])];
  const topology = await Topology.start({ binary: BINARY, folder, names, port, options });
  show(topology, await topology.credentials());
  await signal();
  await topology.stop();
  if (!data) await rm(folder, { recursive: true, force: true });
}

main().catch((error) => {
  console.error(`two_nodes: ${error.message}`);
  process.exitCode = 1;
});
