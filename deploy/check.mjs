// Holds one conversation with a running demo server and prints it: a visitor opens a page and asks, an
// agent signs in, accepts and answers, both read, the agent closes.
//   node deploy/check.mjs http://127.0.0.1:8080 DATA/demo-credentials.json
// Exits 0 when every step went as the protocol promises, else 1 with the step that did not.

import { readFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { connect } from "./websocket.mjs";

const SITE = "s_demo";
const QUESTION = "你好！Does the brass lamp come in black?";
const ANSWER = "It does, and it ships tomorrow. 明天发货。";

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

async function converse() {
  step("waiting for the server");
  await until_ready(15_000);
  const sockets = base.replace(/^http/, "ws");
  const credentials = JSON.parse(await readFile(credentials_file, "utf8"));

  step("the visitor opens the shop");
  const visitor = await connect(`${sockets}/ws/visitor?site=${SITE}`);
  visitor.send({ type: "visitor_hello", protocol: 1 });
  const welcome = await visitor.next((frame) => frame.type === "visitor_welcome");
  const page = { url: `${base}/demo/lamps.html`, title: "Lamps", referrer: "" };
  visitor.send({ type: "page", ...page });
  say("visitor", `${welcome.visitor} opens ${page.url}`);

  step("the agent signs in");
  const cookie = await sign_in(credentials.agent);
  const agent = await connect(`${sockets}/ws/agent`, { cookie });
  agent.send({ type: "agent_hello", protocol: 1 });
  const hello = await agent.next((frame) => frame.type === "agent_welcome");
  agent.send({ type: "status", status: "online" });
  say("agent", `${hello.agent.name} is online`);

  step("the visitor asks");
  visitor.send({ type: "ask", client_id: "check-1", text: QUESTION });
  const asked = await visitor.next(ack_of("check-1"));
  const { conversation } = asked;
  say("visitor", `#${asked.seq} ${QUESTION}`);

  step("the agent is offered the conversation and accepts");
  const offered = await agent.next(
    (frame) =>
      frame.type === "conversation_listed" &&
      frame.conversation.conversation === conversation &&
      (frame.conversation.offer !== null || frame.conversation.state === "assigned"),
  );
  const seen = offered.conversation.visitor.visit?.trail.at(-1)?.url;
  must(seen === page.url, `the agent sees the visitor on ${seen}, not on ${page.url}`);
  if (offered.conversation.offer) agent.send({ type: "accept", conversation });
  const assigned = await visitor.next(
    (frame) => frame.type === "entry" && frame.entry.kind === "assigned",
  );
  say("agent", `#${assigned.entry.seq} ${assigned.entry.author.name} accepts`);

  step("the agent reads it from the journal");
  agent.send({ type: "resume", conversation, epoch: hello.epoch, after: 0 });
  const read = await agent.next((frame) => frame.type === "entries");
  must(read.entries[asked.seq - 1]?.text === QUESTION, "the question came out changed");
  agent.send({ type: "mark", conversation, delivered: asked.seq, read: asked.seq });
  await visitor.next((frame) => frame.type === "peer_mark" && frame.read >= asked.seq);
  say("agent", `has read up to #${asked.seq}`);

  step("the agent answers");
  agent.send({ type: "post", conversation, client_id: "check-2", text: ANSWER });
  const answered = await agent.next(ack_of("check-2"));
  const received = await visitor.next(entry_of(conversation, answered.seq));
  must(received.entry.text === ANSWER, "the answer came out changed");
  say("agent", `#${answered.seq} ${received.entry.text}`);

  step("the visitor reads the answer");
  visitor.send({ type: "mark", conversation, delivered: answered.seq, read: answered.seq });
  await agent.next((frame) => frame.type === "peer_mark" && frame.read >= answered.seq);
  say("visitor", `has read up to #${answered.seq}`);

  step("a repeated question is the same question");
  visitor.send({ type: "ask", client_id: "check-1", text: QUESTION });
  const again = await visitor.next(ack_of("check-1"));
  must(again.seq === asked.seq && again.conversation === conversation, "it was stored twice");

  step("the agent closes the conversation");
  agent.send({ type: "close", conversation });
  const closed = await visitor.next(
    (frame) => frame.type === "entry" && frame.entry.kind === "closed",
  );
  say("agent", `#${closed.entry.seq} closes the conversation`);

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
