// What was said arrives once and in order, whatever happens to server, network and page.

import { after, before, test } from "node:test";
import { Stage } from "../kit/stage.mjs";
import { agent_says, same_story, visitor_says } from "../kit/story.mjs";

let stage, agent, visitor, wire;
const said = [];
let count = 0;

async function visitor_writes() {
  said.push(visitor_says(++count));
  await visitor.write(said.at(-1));
}
async function agent_writes() {
  said.push(agent_says(++count));
  await agent.write(said.at(-1));
}

before(async () => {
  stage = await Stage.set();
  wire = await stage.wire();
  agent = await stage.agent();
  visitor = await stage.visitor("/demo/index.html", {}, wire.base);
  said.push(visitor_says(++count));
  await stage.conversation(visitor, agent, said[0]);
});
after(() => stage?.strike());

test("messages in quick succession keep their order", async () => {
  for (let n = 0; n < 10; ++n) await Promise.all([visitor_writes(), agent_writes()]);
  await same_story(visitor, agent, said);
});

test("the server is killed in the middle and started again", async () => {
  await Promise.all([visitor_writes(), agent_writes()]);
  await stage.server.kill();
  await visitor_writes();
  await agent_writes();
  await stage.server.run();
  await same_story(visitor, agent, said);
  await visitor_writes();
  await agent_writes();
  await same_story(visitor, agent, said);
});

test("the visitor's network is cut and mended", async () => {
  await agent_writes();
  wire.cut();
  await visitor.is_told("reconnecting");
  await visitor_writes();
  await agent_writes();
  await visitor_writes();
  wire.mend();
  await same_story(visitor, agent, said);
});

test("a message that is not sent yet survives a reload of the page", async () => {
  wire.only_pages();
  await visitor.is_told("reconnecting");
  await visitor_writes();
  await visitor.page.reload();
  wire.mend();
  await visitor.open_panel();
  await same_story(visitor, agent, said);
});

test("a second tab shows the same order, and so does the first", async () => {
  const tab = await visitor.another_tab("/demo/checkout.html");
  await tab.open_panel();
  await same_story(tab, agent, said);
  said.push(visitor_says(++count));
  await tab.write(said.at(-1));
  await agent.sees(said.at(-1));
  await agent_writes();
  await same_story(tab, agent, said);
  await same_story(visitor, agent, said);
  await tab.page.close();
  await visitor_writes();
  await same_story(visitor, agent, said);
});

test("the agent's page is reloaded: the whole conversation is there again", async () => {
  await agent.page.reload();
  await agent.page.getByRole("option").first().click();
  await same_story(visitor, agent, said);
  await agent_writes();
  await same_story(visitor, agent, said);
});
