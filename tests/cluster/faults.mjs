// What may go wrong.
//   lasts_s         how long, in a quick run, by default, in a long one
//   limit_ms        how long nobody may be served
//   owner_limit_ms  the same at the node that owns an account: owners serve on
//   needs           "nodes": at least two of them; else one will do
//   happen          returns when the fault is over; the scene's victim is a node that owns much

import { setTimeout as pause } from "node:timers/promises";
import { until } from "../../deploy/local/ports.mjs";

const s = 1_000;
const SERVED_BY_ANOTHER_MS = 15 * s;
const REBUILT_MS = 10 * s;
const NOTICED_MS = 45 * s; // a connection that is silent, by both ends
const BLINK_MS = 3 * s; // what a busy machine may take for nothing
const SLOW_MS = 50;
const FLOORS_LOST = "usher_floors_lost_total";

const all = (proxies, deed) => Promise.all(proxies.map(deed));

// `begin` and `end` around the time that the fault lasts.
const while_it_lasts = (begin, end) => async (scene, lasts_ms) => {
  await begin(scene);
  await pause(lasts_ms);
  await end(scene);
};

const drained = async (node) => {
  const begun = performance.now();
  const code = await node.drain();
  const took_ms = performance.now() - begun;
  if (code !== 0) throw new Error(`${node.name} was drained and ended with ${code}`);
  if (took_ms > SERVED_BY_ANOTHER_MS) throw new Error(`draining took ${took_ms} ms`);
};

const nodes = {
  node_killed: {
    quick: true,
    limit_ms: () => SERVED_BY_ANOTHER_MS,
    lasts_s: [12, 20, 30],
    happen: while_it_lasts(
      ({ victim }) => victim.kill(),
      () => undefined, // the other serves on
    ),
  },
  node_frozen: {
    quick: true,
    limit_ms: () => NOTICED_MS,
    lasts_s: [10, 20, 60],
    happen: while_it_lasts(
      ({ victim }) => victim.freeze(),
      async ({ victim }) => {
        victim.thaw();
        await until("who was frozen has lost what it owned", () => victim.metric(FLOORS_LOST));
      },
    ),
  },
  node_drained: {
    quick: true,
    limit_ms: () => SERVED_BY_ANOTHER_MS,
    lasts_s: [1, 5, 10],
    happen: while_it_lasts(
      ({ victim }) => drained(victim),
      () => undefined,
    ),
  },
  // One after another, as for a new version.
  nodes_upgraded: {
    limit_ms: () => SERVED_BY_ANOTHER_MS,
    lasts_s: [2, 5, 10],
    async happen({ nodes }, lasts_ms) {
      for (const node of nodes) {
        await drained(node);
        await node.start();
        await pause(lasts_ms);
      }
    },
  },
};

const to_all = (deed) => ({ nodes }) => all(nodes, ({ to_redis }) => deed(to_redis));
const redis_away = (begin, end, more = {}) => ({
  needs: "nodes",
  limit_ms: (lasts_ms) => lasts_ms + REBUILT_MS,
  owner_limit_ms: BLINK_MS,
  lasts_s: [5, 20, 60],
  happen: while_it_lasts(begin, end),
  ...more,
});

const redis = {
  redis_killed: redis_away(
    ({ ground }) => ground.redis.stop(),
    ({ ground }) => ground.redis.resume(),
    { quick: true },
  ),
  redis_frozen: redis_away(
    ({ ground }) => ground.redis.freeze(),
    ({ ground }) => ground.redis.thaw(),
  ),
  redis_emptied: redis_away(
    ({ ground }) => ground.redis.ask("FLUSHALL"),
    () => undefined,
    { quick: true, limit_ms: () => REBUILT_MS, lasts_s: [5, 10, 20] },
  ),
  // It answers everything with an error.
  redis_refusing: redis_away(
    async ({ ground: { redis } }) => {
      await redis.ask("CONFIG", "SET", "requirepass", "nobody knows");
      await redis.ask("-a", "nobody knows", "CLIENT", "KILL", "TYPE", "normal").catch(() => "");
      await redis.ask("-a", "nobody knows", "CLIENT", "KILL", "TYPE", "pubsub").catch(() => "");
    },
    ({ ground }) => ground.redis.ask("-a", "nobody knows", "CONFIG", "SET", "requirepass", ""),
  ),
  redis_slow: redis_away(
    to_all((proxy) => proxy.delay(SLOW_MS)),
    to_all((proxy) => proxy.pass()),
    { limit_ms: () => BLINK_MS, lasts_s: [5, 10, 30] },
  ),
  node_cut_from_redis: redis_away(
    ({ victim }) => victim.to_redis.cut(),
    ({ victim }) => victim.to_redis.pass(),
    { quick: true, owner_limit_ms: SERVED_BY_ANOTHER_MS },
  ),
  // What it says arrives; the answers don't.
  node_deaf_to_redis: redis_away(
    ({ victim }) => victim.to_redis.freeze(["down"]),
    ({ victim }) => victim.to_redis.pass(),
    { owner_limit_ms: SERVED_BY_ANOTHER_MS },
  ),
};

const postgres = {
  postgres_stopped: {
    quick: true,
    limit_ms: (lasts_ms) => lasts_ms + 2 * REBUILT_MS,
    lasts_s: [5, 10, 30],
    happen: while_it_lasts(
      ({ ground }) => ground.postgres.stop(),
      ({ ground }) => ground.postgres.resume(),
    ),
  },
  // Again and again: what was stored, and whose author was never told.
  postgres_cut_after_commit: {
    quick: true,
    limit_ms: () => SERVED_BY_ANOTHER_MS,
    lasts_s: [5, 15, 30],
    async happen({ nodes }, lasts_ms) {
      const to_postgres = nodes.map((node) => node.to_postgres);
      const end = performance.now() + lasts_ms;
      for (let n = 0; performance.now() < end; ++n) {
        await to_postgres[n % to_postgres.length].cut_after_commit(1);
        await pause(400);
      }
      const cuts = await all(to_postgres, (proxy) => proxy.commits_cut());
      await all(to_postgres, (proxy) => proxy.cut_after_commit(0));
      if (cuts.every((count) => count === 0)) throw new Error("no COMMIT came by");
    },
  },
  postgres_slow: {
    limit_ms: () => BLINK_MS,
    lasts_s: [5, 10, 30],
    happen: while_it_lasts(
      ({ nodes }) => all(nodes, ({ to_postgres }) => to_postgres.delay(SLOW_MS)),
      ({ nodes }) => all(nodes, ({ to_postgres }) => to_postgres.pass()),
    ),
  },
  node_cut_from_postgres: {
    limit_ms: (lasts_ms) => lasts_ms + REBUILT_MS,
    lasts_s: [5, 10, 30],
    happen: while_it_lasts(
      ({ victim }) => victim.to_postgres.cut(),
      ({ victim }) => victim.to_postgres.pass(),
    ),
  },
};

const clients = {
  // Half of all connections, twice a second.
  clients_cut: {
    quick: true,
    limit_ms: () => REBUILT_MS,
    lasts_s: [5, 10, 30],
    async happen({ balancer }, lasts_ms) {
      for (let passed_ms = 0; passed_ms < lasts_ms; passed_ms += 500) {
        await all(balancer.doors, (door) => door.cut_some(0.5));
        await pause(500);
      }
    },
  },
  // What is sent at one door is dropped, and nobody says so.
  clients_frozen: {
    limit_ms: () => NOTICED_MS,
    lasts_s: [10, 20, 60],
    happen: while_it_lasts(
      ({ balancer }) => balancer.doors[0].freeze(),
      ({ balancer }) => balancer.doors[0].pass(),
    ),
  },
};

// One after another, before the last is healed: each node in turn cut off, slowed down, frozen.
const STORM = [
  ({ to_redis }) => to_redis.cut(),
  ({ to_postgres }) => to_postgres.cut_after_commit(2),
  ({ to_redis }) => to_redis.freeze(["up"]),
  (node) => node.freeze(),
  ({ to_postgres }) => to_postgres.freeze(["down"]),
  ({ to_redis }) => to_redis.delay(SLOW_MS),
  ({ to_postgres }) => to_postgres.cut(),
  ({ to_redis }) => to_redis.freeze(),
];
const heal = async (node) => {
  node.thaw();
  await node.to_redis.pass();
  await node.to_postgres.pass();
};

nodes.storm = {
  limit_ms: (lasts_ms) => lasts_ms + NOTICED_MS,
  lasts_s: [20, 40, 300],
  async happen({ nodes, balancer }, lasts_ms) {
    const end = performance.now() + lasts_ms;
    for (let n = 0; performance.now() < end; ++n) {
      const node = nodes[Math.floor(Math.random() * nodes.length)];
      await STORM[n % STORM.length](node);
      await pause(1_500 + 3_000 * Math.random());
      await all(balancer.doors, (door) => door.cut_some(0.2));
      await pause(500);
      if (Math.random() < 0.7) await heal(node);
    }
    await all(nodes, heal);
  },
};

for (const fault of Object.values(nodes)) fault.needs = "nodes";

export const FAULTS = {
  nothing: {
    limit_ms: () => BLINK_MS,
    owner_limit_ms: BLINK_MS,
    lasts_s: [3, 10, 30],
    happen: (_, lasts_ms) => pause(lasts_ms),
  },
  ...nodes,
  ...redis,
  ...postgres,
  ...clients,
};
