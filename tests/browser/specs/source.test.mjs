// Where a visitor came from, as the agent sees it.

import { after, before, test } from "node:test";
import { picture } from "../kit/browser.mjs";
import { Stage } from "../kit/stage.mjs";
import { visitor_says } from "../kit/story.mjs";

let stage, agent;

before(async () => {
  stage = await Stage.set();
  agent = await stage.agent();
});
after(() => stage?.strike());

test("the agent sees engine, keyword and campaign of a visit, on every page of it", async () => {
  const searched = `https://www.baidu.com/s?wd=${encodeURIComponent("在线客服")}`;
  const landing = "/demo/product.html?utm_source=baidu&utm_medium=organic&utm_campaign=spring";
  const visitor = await stage.visitor(landing, { referer: searched });
  await stage.conversation(visitor, agent, visitor_says(1));
  await agent.sees_words(/Baidu search · keyword 在线客服/);
  await agent.sees_words(/spring · baidu \/ organic/);
  await visitor.go("/demo/index.html", "https://www.google.com/");
  await agent.sees_words(/\/demo\/index\.html/);
  await agent.sees_words(/Baidu search · keyword 在线客服/);
  await picture(agent.page, "console-source");
});
