// What visitors are told of the queues, while the page stays open; and what a supervisor is told
// when the server finds itself at fault.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Agent } from "../kit/agent.mjs";
import { axe_findings } from "../kit/axe.mjs";
import { picture } from "../kit/browser.mjs";
import { Stage } from "../kit/stage.mjs";

let stage, visitor, agent;

before(async () => {
  stage = await Stage.set();
  visitor = await stage.visitor();
});
after(() => stage?.strike());

// From now on the page's socket brings `frame` after the first frame of the server.
const overhear = async (page, frame) => {
  await page.routeWebSocket(/\/ws\//, (socket) => {
    const server = socket.connectToServer();
    let told = false;
    server.onMessage((message) => {
      socket.send(message);
      if (!told) socket.send(JSON.stringify(frame(JSON.parse(message))));
      told = true;
    });
  });
};

const head = () => visitor.panel.locator(".who");
const choice = (name) => visitor.panel.locator("label.queue", { hasText: name });

test("nobody is there: leave a message; somebody comes: the open panel says so", async () => {
  await visitor.page.evaluate(() => {
    window.heard = [];
    const hear = ({ detail }) => window.heard.push(detail.state);
    document.addEventListener("usher:availability", hear);
  });
  await visitor.open_panel();
  await visitor.panel.getByText(/请先留言/).waitFor();
  await head().getByText("暂不在线").waitFor();
  await picture(visitor.page, "widget-nobody-there");
  agent = await stage.agent();
  await head().getByText("在线", { exact: true }).waitFor();
  await choice(/Sales/).getByText("在线", { exact: true }).waitFor();
  assert.equal(await visitor.panel.getByText(/请先留言/).count(), 0);
  await picture(visitor.page, "widget-somebody-there");
  assert.deepEqual(await visitor.page.evaluate(() => window.heard), ["open"]);
});

test("an agent who steps away leaves the queues closed again", async () => {
  await agent.leave();
  await head().getByText("繁忙").waitFor(); // it may be a reload
  await picture(visitor.page, "widget-busy");
  await visitor.leave();
});

test("a queue that is closed by its hours says when it opens", async () => {
  visitor = await stage.visitor("/demo/index.html", { locale: "zh-CN", reducedMotion: "reduce" });
  const opens_at = new Date(Date.now() + 3 * 86_400_000).setHours(9, 0, 0, 0);
  await overhear(visitor.page, ({ queues }) => ({
    type: "queue_states",
    queues: queues.map((queue) => ({ ...queue, state: "closed", opens_at })),
    all: false,
  }));
  await visitor.go("/demo/index.html");
  await visitor.open_panel();
  await visitor.panel.getByText(/我们将于星期.*09:00恢复服务/).waitFor();
  await picture(visitor.page, "widget-closed-by-hours");
  assert.deepEqual(await axe_findings(visitor.page, "usher-widget"), []);
});

test("a supervisor sees what the server found wrong with itself", async () => {
  const supervisor = await Agent.at_the_door(stage.browser, stage.server.console_base);
  const since = Date.now();
  await overhear(supervisor.page, () => ({
    type: "troubles",
    troubles: [
      { law: "stuck_conversation", since, repaired: true },
      { law: "visitor_conversation", since, repaired: false },
    ],
  }));
  await supervisor.page.reload();
  await supervisor.sign_in(stage.credentials.supervisor);
  await supervisor.page.getByText(/a conversation waited although an agent had room/).waitFor();
  await supervisor.page.getByText(/the rule visitor_conversation was broken/).waitFor();
  await picture(supervisor.page, "console-troubles");
  assert.deepEqual(await axe_findings(supervisor.page), []);
  assert.deepEqual([...visitor.errors, ...supervisor.errors], []);
});
