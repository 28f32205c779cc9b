// What a conversation must look like from both sides: the same messages, in the same order, once.

import assert from "node:assert/strict";
import { until } from "./until.mjs";

const texts = (messages) => messages.map(({ text }) => text);

// Waits until both sides show all of `said`, then holds them to each other.
export async function same_story(visitor, agent, said, wait_ms = 30_000) {
  const all_there = (messages) => said.every((text) => texts(messages).includes(text));
  await until(
    "both sides show everything that was said",
    async () => all_there(await visitor.messages()) && all_there(await agent.messages()),
    wait_ms,
  ).catch(async (error) => {
    const missing = async (side) => {
      const shown = texts(await side.messages());
      return said.filter((text) => !shown.includes(text));
    };
    error.message += `; the visitor misses ${JSON.stringify(await missing(visitor))}`;
    error.message += `, the agent misses ${JSON.stringify(await missing(agent))}`;
    throw error;
  });
  const at_visitor = await visitor.messages();
  const at_agent = await agent.messages();
  assert.deepEqual(texts(at_visitor), texts(at_agent), "both sides show the same order");
  assert.equal(new Set(texts(at_visitor)).size, at_visitor.length, "nothing is there twice");
  assert.equal(at_visitor.length, said.length, "nothing is there that nobody said");
  for (const side of [true, false]) {
    const own = said.filter((text) => text.startsWith(side ? "visitor" : "agent"));
    const shown = texts(at_visitor.filter(({ mine }) => mine === side));
    assert.deepEqual(shown, own, "each one's messages stand in the order of writing");
  }
}

export const visitor_says = (n) => `visitor ${n}: 龙井 first flush, please`;
export const agent_says = (n) => `agent ${n}: 好的, it is on its way`;
