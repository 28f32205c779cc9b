// A server, a browser, an agent on duty and a visitor: what nearly every spec begins with.

import { Agent } from "./agent.mjs";
import { launch } from "./browser.mjs";
import { start_server } from "./nodes.mjs";
import { Visitor } from "./visitor.mjs";
import { Wire } from "./wire.mjs";

export class Stage {
  static async set(config) {
    const stage = new Stage();
    [stage.server, stage.browser] = await Promise.all([start_server(config), launch()]);
    stage.credentials = await stage.server.credentials();
    stage.wires = [];
    return stage;
  }

  agent(options) {
    return Agent.on_duty(this.browser, this.server.console_base, this.credentials.agent, options);
  }

  // Signed in, and not on duty: what rings is for the agents.
  async admin(options) {
    const admin = await Agent.at_the_door(this.browser, this.server.console_base, options);
    await admin.sign_in(this.credentials.admin);
    return admin;
  }

  visitor(path, options, base = this.server.base) {
    return Visitor.arrive(this.browser, base, path, options);
  }

  async wire() {
    const wire = await Wire.to(this.server.port);
    this.wires.push(wire);
    return wire;
  }

  // The visitor asks, the agent accepts, and both have the conversation before them.
  async conversation(visitor, agent, question) {
    await visitor.open_panel();
    await visitor.pick_queue(/Sales/);
    await visitor.write(question);
    await agent.accept();
    await agent.sees(question);
  }

  async strike() {
    await this.browser.close();
    for (const wire of this.wires) wire.close();
    await this.server.stop();
  }
}
