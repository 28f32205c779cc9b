// What one fault happens to: fresh nodes over a fresh database, a proxy on each way that can fail,
// people who talk.

import { join } from "node:path";
import { UsherNode } from "../../deploy/local/node.mjs";
import { free_port } from "../../deploy/local/ports.mjs";
import { audit } from "./audit.mjs";
import { Balancer } from "./balancer.mjs";
import { history } from "./history.mjs";
import { Office } from "./office.mjs";
import { Proxy } from "./proxy.mjs";
import { stored_messages } from "./store.mjs";

const NAMES = ["a", "b", "c"];

export class Scene {
  static async set(ground, name, { nodes, pairs }) {
    const scene = new Scene();
    scene.ground = ground;
    scene.folder = join(ground.folder, name);
    scene.database = `fault_${name}`;
    await ground.company.copy_to(scene.database);
    await ground.redis.ask("FLUSHALL");
    scene.to_postgres = [];
    scene.to_redis = [];
    scene.nodes = [];
    for (const node of NAMES.slice(0, nodes)) await scene.#add_node(node, nodes > 1);
    await Promise.all(scene.nodes.map((node) => node.start()));
    scene.balancer = await Balancer.before(scene.nodes);
    const doors = scene.balancer.doors.map(({ port }) => port);
    scene.office = new Office(ground.company, doors, pairs, ground.all_eager);
    return scene;
  }

  async #add_node(name, one_of_several) {
    const { postgres, redis } = this.ground;
    const to_postgres = await Proxy.to(postgres.port);
    const to_redis = await Proxy.to(redis.port);
    this.to_postgres.push(to_postgres);
    this.to_redis.push(to_redis);
    const address = postgres.address(this.database, to_postgres.port);
    const options = ["--postgres", address, "--config", this.ground.config];
    if (one_of_several) {
      options.push("--redis", redis.address(to_redis.port), "--node", name);
      options.push("--files", join(this.folder, "files"));
    }
    const port = await free_port();
    const { binary } = this.ground;
    this.nodes.push(new UsherNode({ binary, name, folder: this.folder, port, options }));
  }

  // Everybody has read the same, and it is what was said.
  async verdict() {
    const people = this.office.people;
    const door = `ws://127.0.0.1:${this.balancer.doors.at(-1).port}`;
    const pages = await Promise.all(this.office.visitors.map((visitor) => history(visitor, door)));
    const messages = await stored_messages(this.ground.postgres, this.database);
    return audit({ people, pages, messages });
  }

  async strike() {
    this.office?.go_home();
    await Promise.all(this.nodes.map((node) => node.stop()));
    await this.balancer?.close();
    for (const proxy of [...this.to_postgres, ...this.to_redis]) await proxy.close();
  }
}
