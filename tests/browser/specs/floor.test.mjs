// A floor at work: two agents with room for one, a supervisor, and three visitors. Who waits knows
// its place; what nobody takes rings at the next; a transfer is declined; a whisper stays among the
// staff; who is lost gives back what it had, to the front; a supervisor takes over.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Agent } from "../kit/agent.mjs";
import { Api } from "../kit/api.mjs";
import { picture } from "../kit/browser.mjs";
import { Stage } from "../kit/stage.mjs";

const grace_ms = 60_000;
const advice = "可以给他免运费";
const questions = ["龙井还有货吗", "Do you ship to Oslo?", "发票怎么开"];

let stage, owner, rival, supervisor, visitors;

before(async () => {
  stage = await Stage.set();
  const api = await Api.of(stage.server.base, stage.credentials.admin);
  const queues = await api.list("queues");
  const id_of = (name) => queues.find((queue) => queue.name.includes(name)).queue;
  const bea = { name: "Bea", login: "bea", password: "correct horse", role: "agent" };
  await api.send("POST", "agents", { ...bea, queues: [{ queue: id_of("Sales") }] });
  // The supervisor helps where it is asked; nothing of the line rings there.
  await api.change_all("agents", "agent", ({ role, queues: served }) => ({
    capacity: 1,
    queues: role === "supervisor" ? [{ queue: id_of("Support") }] : served,
  }));
  await api.change_all("queues", "queue", () => ({ rings: true, ring_ms: 6_000 }));
  owner = await stage.agent();
  owner.name = "林小雨";
  rival = await Agent.on_duty(stage.browser, stage.server.console_base, bea);
  rival.name = bea.name;
  const { supervisor: zhou } = stage.credentials;
  supervisor = await Agent.on_duty(stage.browser, stage.server.console_base, zhou);
  visitors = [];
});
after(() => stage?.strike());

const asks = async (question) => {
  const visitor = await stage.visitor("/demo/product.html");
  await visitor.open_panel();
  await visitor.pick_queue(/Sales/);
  await visitor.write(question);
  visitors.push(visitor);
};
const has_place = (visitor, words, timeout) =>
  visitor.log.locator(".place").getByText(words).waitFor({ timeout });
const next = /下一位就是您|You are next/;
const one_ahead = /前面还有 1 位|1 ahead of you/;
const button = (person, name) => person.page.getByRole("button", { name }).first();
const rings_at = (person) => person.offer.waitFor().then(() => person);

test("an offer that its agent lets ring goes to the next one", async () => {
  await asks(questions[0]);
  const silent = await Promise.any([rings_at(owner), rings_at(rival)]);
  if (silent === owner) [owner, rival] = [rival, owner];
  await owner.offer.waitFor(); // after the ring's time
  await owner.accept();
  await owner.sees(questions[0]);
});

test("the second visitor gets the other agent, the third waits and knows its place", async () => {
  await asks(questions[1]);
  await rival.accept();
  await rival.sees(questions[1]);
  await asks(questions[2]);
  await has_place(visitors[2], next);
});

test("a transfer that is declined comes back, and the visitor notices nothing", async () => {
  await owner.page.getByRole("button", { name: "Transfer", exact: true }).click();
  const dialog = owner.page.getByRole("dialog");
  await picture(owner.page, "floor-transfer-dialog");
  await dialog.getByRole("button", { name: /周明/ }).click();
  await supervisor.offer.getByText(/hands over/).waitFor();
  await supervisor.offer.getByRole("button", { name: /^Decline/ }).click();
  await owner.page.getByText(/^Offered to/).waitFor({ state: "hidden" });
  await owner.write("还有货");
  await visitors[0].sees("还有货");
});

test("a supervisor's advice reaches the agent and never the visitor", async () => {
  await supervisor.page.getByRole("tab", { name: /^Colleagues/ }).click();
  await supervisor.page.getByRole("option").filter({ hasText: owner.name }).click();
  await button(supervisor, /^Whisper/).click();
  const note = supervisor.page.getByRole("textbox", { name: "Internal note" });
  await note.fill(advice);
  await note.press("Enter");
  await owner.log.locator(".staff-note").getByText(advice).waitFor();
  await picture(owner.page, "floor-whisper");
  await owner.write("免运费");
  await visitors[0].sees("免运费");
  const seen = await visitors[0].panel.innerText();
  for (const secret of [advice, "周明"]) assert.ok(!seen.includes(secret), secret);
});

test("what a lost agent had goes to the front, before who waited longer there", async () => {
  await rival.leave();
  await has_place(visitors[2], one_ahead, grace_ms + 30_000);
  await has_place(visitors[1], next);
  await visitors[1].log.getByText(/正在为您重新安排|finding another one/).first().waitFor();
});

test("a supervisor takes over; the agent with room again gets the front of the line", async () => {
  await button(supervisor, /^Supervise/).click();
  await supervisor.page.getByRole("menuitem", { name: /^Take over/ }).click();
  await owner.page.getByText(/took your conversation with/).waitFor();
  await supervisor.write("我来处理");
  await visitors[0].sees("我来处理");
  await owner.accept();
  await owner.sees(questions[1]);
  await has_place(visitors[2], next);
  await picture(visitors[2].page, "floor-place");
});

test("nothing was logged as an error on any side", () => {
  assert.deepEqual([...visitors, owner, supervisor].flatMap((one) => one.errors), []);
});
