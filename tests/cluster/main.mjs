// See run. One fault after another, each in a scene of its own, and a table of what came of it.

import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Postgres } from "../../deploy/local/postgres.mjs";
import { Redis } from "../../deploy/local/redis.mjs";
import { Company } from "./company.mjs";
import { FAULTS } from "./faults.mjs";
import { make_roles } from "./owners.mjs";
import { NAMES, Scene } from "./scene.mjs";
import { heading, line } from "./table.mjs";

const BINARY =
  process.env.USHER_BINARY ?? fileURLToPath(new URL("../../build/usher", import.meta.url));
const COME_BACK_MS = 90_000; // who waited longest tries again within 30 s
const BUSY_MS = 500; // then times say little
const CONFIG = `
[limits]
messages_per_second = 1000
frames_per_second = 1000
connections_per_address = 0
`;

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: "boolean", default: false },
    long: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    keep: { type: "boolean", default: false },
    nodes: { type: "string", default: "2" },
    pairs: { type: "string", default: "20" },
  },
});
const size = flags.quick ? 0 : flags.long ? 2 : 1;
const node_count = Number(flags.nodes);
const talk_ms = flags.quick ? 1_000 : 2_500; // before a fault and after it

function chosen_faults() {
  for (const name of positionals) {
    if (!(name in FAULTS)) throw new Error(`there is no fault ${name}: ${Object.keys(FAULTS)}`);
  }
  return Object.keys(FAULTS).filter((name) => {
    const { quick, needs } = FAULTS[name];
    if (needs === "nodes" && node_count < 2) return false;
    return positionals.length > 0 ? positionals.includes(name) : quick || !flags.quick;
  });
}

async function prepare() {
  const folder = await mkdtemp(join(tmpdir(), "usher-cluster-"));
  await chmod(folder, 0o711); // PostgreSQL runs as somebody else
  const config = join(folder, "usher.toml");
  await writeFile(config, CONFIG);
  const [postgres, redis] = await Promise.all([
    Postgres.start(folder, { durable: false }),
    Redis.start(folder),
  ]);
  await make_roles(postgres, NAMES);
  const pairs = Number(flags.pairs);
  const company = await Company.found(postgres, BINARY, join(folder, "founding"), pairs / 2);
  return { folder, config, postgres, redis, company, binary: BINARY, all_eager: flags.quick };
}

// The least of each account's groups: where its owner is, people are served on.
function pause_at_owners(groups) {
  const least = new Map();
  for (const { account, service } of groups) {
    least.set(account, Math.min(least.get(account) ?? Infinity, service));
  }
  return Math.max(...least.values());
}

async function suffer(scene, name, fault) {
  const { office } = scene;
  const lasts_ms = fault.lasts_s[size] * 1_000;
  await office.open();
  office.talk();
  await pause(talk_ms);
  await scene.choose_victim();
  const since = performance.now();
  const delays = monitorEventLoopDelay();
  delays.enable();
  await fault.happen(scene, lasts_ms);
  await pause(talk_ms);
  const uneasy = await office.fall_silent(COME_BACK_MS);
  const groups = office.pauses(since);
  delays.disable();
  const verdict = await scene.verdict();
  for (const person of uneasy) verdict.say(`${person.name} is ${person.client.status.phase}`);
  const row = {
    fault: name,
    ...verdict,
    pause_ms: Math.round(Math.max(...groups.map(({ service }) => service))),
    limit_ms: fault.limit_ms(lasts_ms),
    owner_pause_ms: Math.round(pause_at_owners(groups)),
    owner_limit_ms: fault.owner_limit_ms ?? null,
    people_ms: Math.round(Math.max(...groups.map(({ people }) => people))),
    stood_still_ms: Math.round(delays.max / 1e6), // this process itself, which does little
  };
  row.ok =
    row.lost + row.doubled + row.reordered + row.broken.length === 0 &&
    row.acked > 0 &&
    row.pause_ms <= row.limit_ms &&
    (row.owner_limit_ms === null || row.owner_pause_ms <= row.owner_limit_ms);
  return row;
}

async function run_fault(ground, name) {
  let scene;
  try {
    const fault = FAULTS[name];
    const rests = fault.owner_limit_ms !== undefined;
    const pairs = Number(flags.pairs);
    scene = await Scene.set(ground, name, { nodes: node_count, pairs, rests });
    return await suffer(scene, name, fault);
  } catch (error) {
    return { fault: name, ok: false, broken: [error.message] };
  } finally {
    await scene?.strike();
  }
}

async function main() {
  const names = chosen_faults();
  const ground = await prepare();
  const rows = [];
  if (!flags.json) console.log(heading);
  try {
    for (const name of names) {
      const row = await run_fault(ground, name);
      rows.push(row);
      if (flags.json) continue;
      console.log(line(row));
      for (const what of row.broken) console.log(`    ${what}`);
      if (!row.ok && row.stood_still_ms > BUSY_MS) {
        console.log(`    a busy machine: we stood still for ${row.stood_still_ms} ms ourselves`);
      }
    }
  } finally {
    await Promise.all([ground.postgres.stop(), ground.redis.stop()]);
    const failed = rows.some(({ ok }) => !ok);
    if (failed || flags.keep) console.error(`logs and data: ${ground.folder}`);
    else await rm(ground.folder, { recursive: true, force: true });
  }
  if (flags.json) console.log(JSON.stringify(rows, null, 2));
  const passed = rows.filter(({ ok }) => ok).length;
  if (!flags.json) console.log(`${passed} passed, ${rows.length - passed} failed`);
  return passed === rows.length && passed > 0;
}

process.exitCode = (await main()) ? 0 : 1;
