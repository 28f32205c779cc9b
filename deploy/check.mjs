// Holds one conversation with a running demo server and prints it: a visitor opens a page and asks,
// an agent signs in, accepts and answers, both read, the agent closes.
//   node deploy/check.mjs http://127.0.0.1:8080 DATA/demo-credentials.json
// Exits 0 when every step went as the protocol promises, else 1 with the step that did not.

import { readFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { connect } from "./websocket.mjs";

const SITE = "s_demo";
const QUESTION = "你好！Is the Dragon Well from this spring?";
const ANSWER = "It is: picked on 28 March. 是今年的新茶。";

const [base, credentials_file] = process.argv.slice(2);
if (!base || !credentials_file) {
  console.error("usage: node deploy/check.mjs ADDRESS CREDENTIALS-FILE");
  process.exit(2);
}

let current = "starting";
const step = (name) => (current = name);
const say = (who, text) => console.log(`${who.padEnd(8)} ${text}`);

function must(holds, what) {
  if (!holds) throw new Error(what);
}

async function until_ready(wait_ms) {
  const end = Date.now() + wait_ms;
  for (;;) {
    const answer = await fetch(`${base}/readyz`).catch(() => null);
    if (answer?.ok) return;
    must(Date.now() < end, `not ready after ${wait_ms / 1000} s`);
    await pause(50);
  }
}

async function sign_in({ login, password }) {
  const answer = await fetch(`${base}/api/v1/session`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: base },
    body: JSON.stringify({ login, password }),
  });
  must(answer.ok, `signing in as ${login} answered ${answer.status}`);
  return answer.headers.get("set-cookie").split(";")[0];
}

const entry_of = (conversation, seq) => (frame) =>
  frame.type === "entry" && frame.conversation === conversation && frame.entry.seq === seq;
const ack_of = (client_id) => (frame) => {
  if (frame.type === "error") throw new Error(`refused: ${frame.code}: ${frame.message}`);
  return frame.type === "ack" && frame.client_id === client_id;
};

async function visitor_opens_the_shop(sockets) {
  step("the visitor opens the shop");
  const visitor = await connect(`${sockets}/ws/visitor?site=${SITE}`);
  visitor.send({ type: "visitor_hello", protocol: 1 });
  const welcome = await visitor.next((frame) => frame.type === "visitor_welcome");
  const page = { url: `${base}/demo/product.html`, title: "Dragon Well", referrer: "" };
  visitor.send({ type: "page", ...page });
  say("visitor", `${welcome.visitor} opens ${page.url}`);
  return { visitor, page };
}

async function agent_comes_online(sockets) {
  step("the agent signs in");
  const credentials = JSON.parse(await readFile(credentials_file, "utf8"));
  const cookie = await sign_in(credentials.agent);
  const agent = await connect(`${sockets}/ws/agent`, { cookie });
  agent.send({ type: "agent_hello", protocol: 1 });
  const welcome = await agent.next((frame) => frame.type === "agent_welcome");
  agent.send({ type: "status", status: "online" });
  say("agent", `${welcome.agent.name} is online`);
  return { agent, epoch: welcome.epoch };
}

async function visitor_asks(visitor) {
  step("the visitor asks");
  visitor.send({ type: "ask", client_id: "check-1", text: QUESTION });
  const ack = await visitor.next(ack_of("check-1"));
  say("visitor", `#${ack.seq} ${QUESTION}`);
  return ack;
}

async function agent_accepts(agent, visitor, conversation, page) {
  step("the agent is offered the conversation and accepts");
  const { conversation: row } = await agent.next(
    (frame) =>
      frame.type === "conversation_listed" &&
      frame.conversation.conversation === conversation &&
      (frame.conversation.offer !== null || frame.conversation.state === "assigned"),
  );
  const seen = row.visitor.visit?.trail.at(-1)?.url;
  must(seen === page.url, `the agent sees the visitor on ${seen}, not on ${page.url}`);
  if (row.offer) agent.send({ type: "accept", conversation });
  const { entry } = await visitor.next(
    (frame) => frame.type === "entry" && frame.entry.kind === "assigned",
  );
  say("agent", `#${entry.seq} ${entry.author.name} accepts`);
}

async function agent_reads(agent, visitor, epoch, asked) {
  step("the agent reads it from the journal");
  const { conversation, seq } = asked;
  agent.send({ type: "resume", conversation, epoch, after: 0 });
  const stored = await agent.next((frame) => frame.type === "entries");
  must(stored.entries[seq - 1]?.text === QUESTION, "the question came out changed");
  agent.send({ type: "mark", conversation, delivered: seq, read: seq });
  await visitor.next((frame) => frame.type === "peer_mark" && frame.read >= seq);
  say("agent", `has read up to #${seq}`);
}

async function agent_answers(agent, visitor, conversation) {
  step("the agent answers");
  agent.send({ type: "post", conversation, client_id: "check-2", text: ANSWER });
  const { seq } = await agent.next(ack_of("check-2"));
  const received = await visitor.next(entry_of(conversation, seq));
  must(received.entry.text === ANSWER, "the answer came out changed");
  say("agent", `#${seq} ${received.entry.text}`);

  step("the visitor reads the answer");
  visitor.send({ type: "mark", conversation, delivered: seq, read: seq });
  await agent.next((frame) => frame.type === "peer_mark" && frame.read >= seq);
  say("visitor", `has read up to #${seq}`);
}

async function visitor_repeats(visitor, asked) {
  step("a repeated question is the same question");
  visitor.send({ type: "ask", client_id: "check-1", text: QUESTION });
  const again = await visitor.next(ack_of("check-1"));
  must(again.conversation === asked.conversation, "it opened another conversation");
  must(again.seq === asked.seq, "it was stored twice");
}

async function agent_closes(agent, visitor, conversation) {
  step("the agent closes the conversation");
  agent.send({ type: "close", conversation });
  const { entry } = await visitor.next(
    (frame) => frame.type === "entry" && frame.entry.kind === "closed",
  );
  say("agent", `#${entry.seq} closes the conversation`);
}

async function converse() {
  step("waiting for the server");
  await until_ready(15_000);
  const sockets = base.replace(/^http/, "ws");
  const { visitor, page } = await visitor_opens_the_shop(sockets);
  const { agent, epoch } = await agent_comes_online(sockets);
  const asked = await visitor_asks(visitor);
  await agent_accepts(agent, visitor, asked.conversation, page);
  await agent_reads(agent, visitor, epoch, asked);
  await agent_answers(agent, visitor, asked.conversation);
  await visitor_repeats(visitor, asked);
  await agent_closes(agent, visitor, asked.conversation);
  visitor.close();
  agent.close();
}

try {
  await converse();
  console.log("check: the conversation went as it should");
} catch (error) {
  console.error(`check: failed while ${current}: ${error.message}`);
  process.exit(1);
}
