import assert from "node:assert/strict";
import { test } from "node:test";

import { create_client } from "../client";
import type { Client, ClientEvent, ClientOptions } from "../client";
import { decode_agent, decode_visitor } from "../decode";
import type { PeerKind } from "../frames.gen";
import { create_outbox } from "../outbox";
import type { StorageLike } from "../outbox";
import { conversation, World } from "./world";

export class Drawer implements StorageLike {
  readonly items = new Map<string, string>();
  getItem(key: string): string | null { return this.items.get(key) ?? null; }
  setItem(key: string, value: string): void { this.items.set(key, value); }
}

interface Person {
  readonly client: Client;
  readonly events: ClientEvent[];
  readonly phases: string[];
}

function person(
  world: World, role: PeerKind, storage: StorageLike | null = null,
  more: Partial<ClientOptions> = {},
): Person {
  const events: ClientEvent[] = [];
  const phases: string[] = [];
  const client = create_client({
    role, connect: world.connect(role), environment: world.clock,
    decode: role === "visitor" ? decode_visitor : decode_agent,
    hello: () => role === "visitor"
      ? { type: "visitor_hello", protocol: 1 } : { type: "agent_hello", protocol: 1 },
    outbox: create_outbox({ storage, environment: world.clock }),
    drop_credentials: () => false,
    on_event: (event) => {
      events.push(event);
      if (event.type === "status") phases.push(event.status.phase);
      // The law that a screen relies on: what a log shows is what the server has, without a hole.
      if (event.type !== "log" || event.log.epoch !== world.epoch) return;
      const { entries } = event.log;
      const first = entries[0]?.seq ?? 1;
      assert.deepEqual(entries, world.entries.slice(first - 1, first - 1 + entries.length));
    },
    ...more,
  });
  client.start();
  return { client, events, phases };
}

const texts = (client: Client): (string | undefined)[] =>
  (client.log(conversation)?.entries ?? []).map((entry) => entry.text);

test("a visitor's first words open a conversation, and both sides see one order", () => {
  const world = new World(1);
  const visitor = person(world, "visitor");
  visitor.client.say("hello");
  world.clock.advance(500);
  const agent = person(world, "agent");
  agent.client.follow(conversation, 1);
  world.clock.advance(500);
  agent.client.say("good morning", { conversation });
  world.clock.advance(500);
  assert.deepEqual(texts(visitor.client), ["hello", "good morning"]);
  assert.deepEqual(texts(agent.client), ["hello", "good morning"]);
});

test("live is told only after all that was missed is there", () => {
  const world = new World(2);
  const visitor = person(world, "visitor");
  visitor.client.say("hello");
  world.clock.advance(500);
  world.cut_all();
  for (let count = 0; count < 500; ++count) world.write(`missed ${count}`);
  visitor.events.length = 0;
  world.clock.advance(10_000);
  const live = visitor.events.findIndex((event) =>
    event.type === "status" && event.status.phase === "live");
  const logs = visitor.events.slice(0, live).filter((event) => event.type === "log");
  assert.equal(texts(visitor.client).length, 501);
  assert.equal(logs.length > 0 && visitor.events.slice(live).some((event) =>
    event.type === "log"), false);
});

test("a message written offline is sent once, after a reload too", () => {
  const world = new World(3);
  world.network.refuse = 1;
  const drawer = new Drawer();
  const before = person(world, "visitor", drawer);
  before.client.say("one");
  before.client.say("two");
  world.clock.advance(5_000);
  before.client.stop();
  world.network.refuse = 0;
  const after = person(world, "visitor", drawer);
  world.clock.advance(5_000);
  assert.deepEqual(texts(after.client), ["one", "two"]);
  assert.equal(drawer.getItem("usher:outbox"), "[]");
});

test("a file's ticket survives a reload, and the log shows the file from the ack on", () => {
  const world = new World(3);
  world.network.refuse = 1;
  const file = { key: "f1", name: "单.pdf", bytes: 9, image: false };
  world.files.set("t1", file);
  const drawer = new Drawer();
  const before = person(world, "visitor", drawer);
  before.client.say(file.name, { file, ticket: "t1" });
  world.clock.advance(5_000);
  before.client.stop();
  world.network.refuse = 0;
  const after = person(world, "visitor", drawer);
  world.clock.advance(5_000);
  assert.deepEqual(after.client.log(conversation)?.entries.map((entry) => entry.file), [file]);
});

test("an ack that is swallowed does not double the message", () => {
  const world = new World(4);
  const visitor = person(world, "visitor");
  world.clock.advance(500);
  visitor.client.say("only once");
  world.clock.advance(0);
  world.network.drop = 1;
  world.clock.advance(100);
  world.network.drop = 0;
  world.clock.advance(120_000);
  assert.deepEqual(world.entries.map((entry) => entry.text), ["only once"]);
  assert.deepEqual(texts(visitor.client), ["only once"]);
});

test("silence is noticed within ten seconds while a panel is open", () => {
  const world = new World(5);
  const visitor = person(world, "visitor", null, { ping_ms: 4_000 });
  world.clock.advance(30_000);
  world.silent = true;
  visitor.phases.length = 0;
  world.clock.advance(10_000);
  assert.ok(visitor.phases.includes("waiting"));
});

test("silence is noticed within 45 seconds otherwise", () => {
  const world = new World(6);
  const visitor = person(world, "visitor");
  world.clock.advance(60_000);
  world.silent = true;
  visitor.phases.length = 0;
  world.clock.advance(45_000);
  assert.ok(visitor.phases.includes("waiting"));
});

test("close codes decide whether to come back", () => {
  const cases: [number, boolean, string][] = [
    [1006, false, "waiting"], [4000, false, "waiting"], [4003, false, "waiting"],
    [4100, false, "stopped"], [4101, true, "waiting"], [4200, false, "stopped"],
    [4202, true, "stopped"],
  ];
  for (const [code, dropped, phase] of cases) {
    const world = new World(7);
    const { client } = person(world, "visitor", null, { drop_credentials: () => dropped });
    world.clock.advance(500);
    world.cut_all(code);
    assert.equal(client.status.phase, phase, `${code}`);
    world.clock.advance(120_000);
    assert.equal(client.status.phase, phase === "waiting" ? "live" : "stopped");
  }
});

test("another epoch empties the log, and everything comes again", () => {
  const world = new World(8);
  const visitor = person(world, "visitor");
  visitor.client.say("hello");
  world.clock.advance(500);
  world.epoch = "e2";
  world.entries.length = 0;
  world.write("from the backup");
  world.cut_all();
  world.clock.advance(5_000);
  assert.deepEqual(texts(visitor.client), ["from the backup"]);
});

test("a conflict fails for good; a retry has a new id", () => {
  const world = new World(9);
  const visitor = person(world, "visitor");
  world.clock.advance(500);
  const first = visitor.client.say("hello");
  world.clock.advance(500);
  const outbox = create_outbox({ environment: world.clock });
  outbox.adopt([{ client_id: first, text: "other", at: 1, state: "queued" }]);
  const second = person(world, "visitor", null, { outbox });
  world.clock.advance(500);
  assert.equal(outbox.messages()[0]?.state, "failed");
  assert.equal(outbox.messages()[0]?.code, "id_conflict");
  assert.notEqual(second.client.retry(first), first);
  world.clock.advance(500);
  assert.deepEqual(texts(visitor.client), ["hello", "other"]);
});

test("older entries come in pages, and a long conversation opens at its end", () => {
  const world = new World(10);
  for (let count = 1; count <= 20; ++count) world.write(`${count}`);
  const agent = person(world, "agent");
  agent.client.follow(conversation, 20);
  world.clock.advance(500);
  assert.equal(texts(agent.client).length, 7);
  assert.ok(agent.client.older(conversation));
  assert.equal(agent.client.older(conversation), false);
  world.clock.advance(500);
  assert.equal(texts(agent.client).length, 14);
  while (agent.client.older(conversation)) world.clock.advance(500);
  assert.equal(texts(agent.client)[0], "1");
});

test("what one has read stands in one's own log at once", () => {
  const world = new World(12);
  const visitor = person(world, "visitor");
  visitor.client.say("hello");
  world.clock.advance(500);
  visitor.client.mark(conversation, 1, 1);
  assert.deepEqual(visitor.client.log(conversation)?.marks.visitor, { delivered: 1, read: 1 });
});

test("nothing is sent while not live", () => {
  const world = new World(11);
  const { client } = person(world, "visitor");
  assert.equal(client.send({ type: "typing", conversation, active: true }), false);
  world.clock.advance(500);
  assert.equal(client.send({ type: "typing", conversation, active: true }), true);
});

test("a network drops, delays, reorders, cuts: nothing is lost, doubled or reordered", () => {
  for (let seed = 1; seed <= 200; ++seed) {
    const world = new World(seed);
    const random = world.clock.random;
    world.page_max = 1 + Math.floor(random() * 6);
    Object.assign(world.network, {
      drop: random() * 0.2, delay_ms: random() * 800, refuse: random() * 0.5,
      reorder: seed % 2 === 0,
    });
    world.busy = random() * 0.3;
    const drawer = new Drawer();
    const visitor = { now: person(world, "visitor", drawer) };
    const agent = person(world, "agent");
    const said: Record<PeerKind, string[]> = { visitor: [], agent: [] };
    for (let step = 0; step < 60; ++step) {
      const chance = random();
      if (chance < 0.3) {
        said.visitor.push(`v${step}`);
        visitor.now.client.say(`v${step}`);
      } else if (chance < 0.5 && world.entries.length > 0) {
        agent.client.follow(conversation, world.entries.length);
        said.agent.push(`a${step}`);
        agent.client.say(`a${step}`, { conversation });
      } else if (chance < 0.6) {
        world.cut_all(random() < 0.5 ? 1006 : 4000);
      } else if (chance < 0.65) {
        visitor.now.client.stop();
        visitor.now = person(world, "visitor", drawer);
      }
      world.clock.advance(random() * 3_000);
    }
    Object.assign(world.network, { drop: 0, delay_ms: 20, refuse: 0, reorder: false });
    world.busy = 0;
    world.clock.advance(200_000);
    world.cut_all();
    world.clock.advance(200_000);
    for (const kind of ["visitor", "agent"] as const) {
      const stored = world.entries.filter((entry) => entry.author?.kind === kind);
      assert.deepEqual(stored.map((entry) => entry.text), said[kind], `seed ${seed}, ${kind}`);
    }
    for (const { client } of said.agent.length > 0 ? [visitor.now, agent] : [visitor.now]) {
      if (world.entries.length === 0) continue;
      assert.equal(client.status.phase, "live", `seed ${seed}`);
      const shown = client.log(conversation)?.entries ?? [];
      assert.deepEqual(shown, world.entries.slice(-shown.length), `seed ${seed}`);
      assert.ok(shown.length > 0, `seed ${seed}`);
    }
  }
});
