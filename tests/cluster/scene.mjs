// What one fault happens to: fresh nodes over a fresh database, a proxy on each way that can fail,
// people who talk.

import { join } from "node:path";
import { UsherNode } from "../../deploy/local/node.mjs";
import { free_port, until } from "../../deploy/local/ports.mjs";
import { audit } from "./audit.mjs";
import { Balancer } from "./balancer.mjs";
import { history } from "./history.mjs";
import { Office } from "./office.mjs";
import { owners, ownership_breaches, role_of, watch_writers } from "./owners.mjs";
import { Proxy } from "./proxy.mjs";
import { stored_messages } from "./store.mjs";

export const NAMES = ["a", "b", "c"];
const FLOORS_OWNED = "usher_floors_owned";
const REST_MS = 7_000; // after limits::steady_beats accounts move to their homes

export class Scene {
  // `rests`: whether accounts are where they will stay before anything happens.
  static async set(ground, name, { nodes, pairs, rests }) {
    const scene = new Scene();
    scene.ground = ground;
    scene.folder = join(ground.folder, name);
    scene.database = `fault_${name}`;
    await ground.company.copy_to(scene.database);
    await ground.redis.ask("FLUSHALL");
    scene.several = nodes > 1;
    if (scene.several) await watch_writers(ground.postgres, scene.database);
    scene.nodes = [];
    for (const node of NAMES.slice(0, nodes)) await scene.#add_node(node);
    await Promise.all(scene.nodes.map((node) => node.start()));
    if (scene.several && rests) await scene.#come_to_rest();
    scene.balancer = await Balancer.before(scene.nodes);
    const doors = scene.balancer.doors.map(({ port }) => port);
    scene.office = new Office(ground.company, doors, pairs, ground.all_eager);
    return scene;
  }

  async #add_node(name) {
    const { postgres, redis } = this.ground;
    const to_postgres = await Proxy.to(postgres.port);
    const to_redis = await Proxy.to(redis.port);
    const address = postgres.address(this.database, to_postgres.port, role_of(name));
    const options = ["--postgres", address, "--config", this.ground.config];
    if (this.several) {
      options.push("--redis", redis.address(to_redis.port), "--node", name);
      options.push("--files", join(this.folder, "files"));
    }
    const port = await free_port();
    const { binary } = this.ground;
    const node = new UsherNode({ binary, name, folder: this.folder, port, options });
    this.nodes.push(Object.assign(node, { to_postgres, to_redis }));
  }

  // Every account has an owner, and none has moved for a while: what moves then, a fault has moved.
  async #come_to_rest() {
    const owned = async () =>
      (await Promise.all(this.nodes.map((node) => node.metric(FLOORS_OWNED)))).join(" ");
    const wanted = this.ground.company.accounts.length;
    let [seen, since] = ["", 0];
    await until("all accounts are owned", async () => {
      const now = await owned();
      if (now !== seen) [seen, since] = [now, performance.now()];
      const sum = now.split(" ").reduce((total, count) => total + Number(count), 0);
      return sum === wanted && performance.now() - since > REST_MS;
    });
  }

  // The node that owns most.
  async choose_victim() {
    const [owner] = this.several ? await owners(this.ground.postgres, this.database) : [];
    this.victim = this.nodes.find(({ name }) => role_of(name) === owner) ?? this.nodes[0];
  }

  // Everybody has read the same, and it is what was said.
  async verdict() {
    const people = this.office.people;
    const door = `ws://127.0.0.1:${this.balancer.doors.at(-1).port}`;
    const pages = await Promise.all(this.office.visitors.map((visitor) => history(visitor, door)));
    const messages = await stored_messages(this.ground.postgres, this.database);
    const verdict = audit({ people, pages, messages });
    for (const { name, wanted, lives } of this.nodes) {
      if (wanted && !lives) verdict.say(`node ${name} has ended`);
    }
    if (!this.several) return verdict;
    const breaches = await ownership_breaches(this.ground.postgres, this.database);
    for (const breach of breaches) verdict.say(breach);
    return verdict;
  }

  async strike() {
    this.office?.go_home();
    await Promise.all(this.nodes.map((node) => node.stop()));
    await this.balancer?.close();
    const proxies = this.nodes.flatMap(({ to_postgres, to_redis }) => [to_postgres, to_redis]);
    await Promise.all(proxies.map((proxy) => proxy.close()));
  }
}
