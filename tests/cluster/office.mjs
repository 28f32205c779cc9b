// Everybody who talks: for each account and each door some visitors and as many agents. Who gets
// whom is the server's choice, so that conversations run within a node and across.

import { setTimeout as pause } from "node:timers/promises";
import { until } from "../../deploy/local/ports.mjs";
import { Agent, Visitor } from "./person.mjs";

const WRITE_EVERY_MS = 200; // each of them
const OPEN_MS = 45_000;

export class Office {
  people = [];
  #timers = [];

  // `doors`: ports; `company`: see company.mjs. `all_eager`: nobody waits longer and longer.
  constructor(company, doors, pairs, all_eager) {
    const [accounts, each] = [company.accounts, pairs / company.accounts.length / doors.length];
    for (const account of accounts) {
      doors.forEach((port, door) => {
        const group = `${account.site}@${door}`;
        for (let n = 0; n < each; ++n) {
          const eager = all_eager || n === 0;
          const who = { account, group, eager, door: `ws://127.0.0.1:${port}` };
          const name = `${group}-${n}`;
          this.people.push(new Visitor({ ...who, name: `visitor ${name}`, site: account.site }));
          const { cookie } = account.agents[door * each + n];
          this.people.push(new Agent({ ...who, name: `agent ${name}`, cookie }));
        }
      });
    }
  }

  get visitors() {
    return this.people.filter((person) => person instanceof Visitor);
  }

  // Everybody is there, and each visitor has somebody to talk to.
  async open() {
    for (const person of this.people) person.start();
    await this.#all("is connected", this.people, ({ live }) => live);
    for (const visitor of this.visitors) visitor.write();
    await this.#all("has an agent", this.visitors, ({ served }) => served);
  }

  async #all(what, people, condition) {
    const others = () => people.filter((person) => !condition(person));
    await until(what, () => others().length === 0, OPEN_MS).catch(() => {
      const named = others().map(({ name, client }) => `${name}, ${client.status.phase}`);
      throw new Error(`after ${OPEN_MS} ms not everybody ${what}: ${named.join("; ")}`);
    });
  }

  talk() {
    this.#timers = this.people.map((person) =>
      setInterval(() => person.write(), WRITE_EVERY_MS * (0.75 + Math.random() / 2)),
    );
  }

  // Nobody writes any more, and what was written gets its place.
  async fall_silent(wait_ms) {
    this.#timers.forEach(clearInterval);
    const settled = () => this.people.every(({ at_ease }) => at_ease);
    const rests = until("everything is acknowledged", settled, wait_ms).then(
      () => true,
      () => false,
    );
    const uneasy = (await rests) ? [] : this.people.filter(({ at_ease }) => !at_ease);
    await pause(500); // for what others are still told
    return uneasy;
  }

  // The longest pause of each group, of its eager people and of all.
  pauses(since, now = performance.now()) {
    const groups = new Map();
    for (const person of this.people) {
      const { account, group } = person;
      const pauses = groups.get(group) ?? { account, service: 0, people: 0 };
      groups.set(group, pauses);
      const ms = person.pause_ms(since, now);
      pauses.people = Math.max(pauses.people, ms);
      if (person.eager) pauses.service = Math.max(pauses.service, ms);
    }
    return [...groups.values()];
  }

  go_home() {
    this.#timers.forEach(clearInterval);
    for (const person of this.people) person.stop();
  }
}
