// A live board: queues, agents and conversations move by themselves, alarms are said and
// acknowledged, everything is reachable by keyboard.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Agent } from "../kit/agent.mjs";
import { axe_findings } from "../kit/axe.mjs";
import { picture } from "../kit/browser.mjs";
import { Stage } from "../kit/stage.mjs";
import { visitor_says } from "../kit/story.mjs";

let stage, wire, supervisor, agent, visitor, page;

before(async () => {
  stage = await Stage.set();
  visitor = await stage.visitor("/demo/product.html");
  wire = await stage.wire();
  supervisor = await Agent.at_the_door(stage.browser, wire.base, {
    reducedMotion: "reduce",
    viewport: { width: 1280, height: 800 },
  });
  await supervisor.sign_in(stage.credentials.supervisor);
  page = supervisor.page;
});
after(() => stage?.strike());

// So many visitors who ask and stay, on sockets of the visitor's page.
const crowd = (count) =>
  visitor.page.evaluate(async (wanted) => {
    const names = ["Ada Lovelace", "张伟", "Grace", "王小明", "", "Tim", "李娜", "Zoë"];
    const come = (n) =>
      new Promise((resolve) => {
        const socket = new WebSocket(`ws://${location.host}/ws/visitor?site=s_demo`);
        const say = (frame) => socket.send(JSON.stringify(frame));
        socket.onopen = () => say({ type: "visitor_hello", protocol: 1 });
        socket.onmessage = ({ data }) => {
          const frame = JSON.parse(data);
          if (frame.type === "visitor_welcome") {
            const queue = frame.queues[n % frame.queues.length].queue;
            const name = names[n % names.length];
            if (name !== "") say({ type: "identify", name: `${name} ${n}` });
            say({ type: "ask", client_id: `crowd-${n}`, text: `Question ${n}`, queue });
          }
          if (frame.type === "ack") resolve(socket);
        };
      });
    globalThis.crowd = await Promise.all(Array.from({ length: wanted }, (_, n) => come(n)));
  }, count);

const clean = async (name) => {
  await picture(page, name);
  assert.deepEqual(await axe_findings(page), [], name);
};
const table = (name) => page.getByRole("table", { name });
const open_board = () => page.getByRole("button", { name: "Live board", exact: true }).click();

test("an agent is offered no board, a supervisor is", async () => {
  agent = await stage.agent();
  const board = agent.page.getByRole("button", { name: "Live board", exact: true });
  assert.equal(await board.count(), 0);
  await agent.page.getByRole("button", { name: /^My status/ }).click();
  await agent.page.getByRole("menuitemradio", { name: /^Offline/ }).click();
  await open_board();
  await page.getByText("No alarms").waitFor();
  await page.getByText("No open conversations").waitFor();
  await clean("board-empty");
});

test("who waits where nobody is online alarms until somebody acknowledges it", async () => {
  await visitor.open_panel();
  await visitor.pick_queue(/Sales/);
  await visitor.write(visitor_says(1));
  const alarm = page.getByRole("button", { name: /waiting and nobody online/ });
  await alarm.waitFor();
  const row = table("Open conversations").getByRole("row", { name: /Nobody online/ });
  await row.waitFor();
  await clean("board-alarm");
  await page.getByRole("button", { name: "Got it, stop the sound" }).click();
  await page.getByRole("button", { name: "Got it, stop the sound" }).waitFor({ state: "hidden" });
  await alarm.waitFor();
});

test("the board follows: the agent comes, takes the conversation, and the alarm ends", async () => {
  await agent.go_online();
  await agent.accept();
  await page.getByText("No alarms").waitFor();
  const row = table("Agents").getByRole("row").filter({ hasText: /1\/\d+/ });
  await row.getByText("Online").waitFor();
  await table("Open conversations").getByRole("row", { name: /Fine/ }).waitFor();
});

test("a long list scrolls, is narrowed to a queue, and opens a waiting conversation", async () => {
  await crowd(60);
  await page.getByText(/^61, \d+ at risk$/).waitFor();
  assert.ok((await table("Open conversations").getByRole("row").count()) < 40);
  await clean("board-crowd");
  const tile = page.getByRole("button", { name: /^Only conversations of/ }).first();
  await tile.focus();
  await page.keyboard.press("Enter");
  await page.getByText(/^Only: /).waitFor();
  await picture(page, "board-filtered");
  await page.getByRole("button", { name: "Show all" }).click();

  await page.setViewportSize({ width: 1920, height: 1080 });
  await picture(page, "board-wall");
  await page.getByRole("button", { name: "Full screen" }).click();
  await page.getByRole("button", { name: "Leave full screen" }).click();
  await page.getByRole("button", { name: "Full screen" }).waitFor();
  await page.setViewportSize({ width: 1280, height: 800 });

  const cell = page.getByRole("cell", { name: "Waiting", exact: true });
  const waits = table("Open conversations").getByRole("row").filter({ has: cell });
  await waits.first().getByRole("button", { name: /^Open the conversation of/ }).click();
  await page.getByRole("button", { name: "Take conversation" }).first().waitFor();
});

test("the board is there again after a reconnect, in Chinese and in the dark", async () => {
  await page.keyboard.press("b");
  await page.getByText(/^61, /).waitFor();
  wire.cut();
  await page.getByRole("button", { name: "Reconnect now" }).waitFor();
  wire.mend();
  await page.getByRole("button", { name: "Reconnect now" }).waitFor({ state: "hidden" });
  await page.evaluate(() => {
    const key = "usher.console";
    const saved = JSON.parse(localStorage.getItem(key) ?? "{}");
    localStorage.setItem(key, JSON.stringify({ ...saved, theme: "dark", locale: "zh-CN" }));
  });
  await page.reload();
  await page.getByRole("button", { name: "实时监管", exact: true }).click();
  await page.getByText(/^61 个/).waitFor();
  await clean("board-dark-zh");
  assert.deepEqual(
    supervisor.errors.filter((error) => !/ERR_|WebSocket/.test(error)),
    [],
  );
});
