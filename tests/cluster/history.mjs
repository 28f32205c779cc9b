// A conversation as a fresh page shows it: all its entries, asked for page by page.

import { until } from "../../deploy/local/ports.mjs";
import { connect } from "../../deploy/websocket.mjs";
import { key_of } from "./store.mjs";

const PAGE = 200;
const NO_MORE = Number.MAX_SAFE_INTEGER;

// {key, entries}; no key: the visitor has no conversation. Comes back as long as it is sent away.
export async function history(visitor, door) {
  let last_words = "";
  return until(`the history of ${visitor.name} is shown`, () =>
    read(visitor, door).catch((error) => void (last_words = error.message)),
  ).catch((error) => {
    throw new Error(`${error.message}: ${last_words}`);
  });
}

async function read(visitor, door) {
  const socket = await connect(`${door}/ws/visitor?site=${visitor.account.site}`);
  try {
    socket.send({ type: "visitor_hello", protocol: 1, token: visitor.token });
    const welcome = await socket.next(({ type }) => type === "visitor_welcome");
    if (!welcome.conversation) return { entries: [] };
    const { conversation, last_seq } = welcome.conversation;
    const entries = [];
    for (let before = last_seq + 1, more = true; more; ) {
      socket.send({ type: "history", conversation, before, limit: PAGE });
      const page = await socket.next((frame) => {
        if (frame.type === "error") throw new Error(`no history: ${JSON.stringify(frame)}`);
        return frame.type === "entries" && frame.direction === "before";
      });
      entries.unshift(...page.entries);
      before = page.entries[0]?.seq ?? NO_MORE;
      more = page.more && page.entries.length > 0;
    }
    return { key: key_of(visitor.account.id, conversation), entries };
  } finally {
    socket.close();
  }
}
