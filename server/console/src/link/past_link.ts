/** Pages of transcripts that are read again: asked for over the desk's connection. */
import type { ErrorFrame, ServerFrame } from "../../../../protocol/ts/frames.gen";
import { type PastActions, type PastDesk, withOlder } from "../state/past.ts";
import type { Tell } from "./view_link.ts";

const page_entries = 100;

export function pastActions(past: () => PastDesk, tell: Tell): PastActions {
  const ask = (conversation: string, before: number): void =>
    tell({ type: "history", conversation, before, limit: page_entries });
  return {
    read(conversation) {
      past().reading.value =
        conversation === null
          ? null
          : { conversation, entries: [], loaded: false, hasOlder: false, failed: null };
      if (conversation !== null) ask(conversation, Number.MAX_SAFE_INTEGER);
    },
    readOlder() {
      const reading = past().reading.value;
      const first = reading?.entries[0]?.seq;
      if (reading !== null && first !== undefined) ask(reading.conversation, first);
    },
  };
}

/** Takes what answers a question of pastActions; false: it is somebody else's. */
export function showPast(past: PastDesk, frame: ServerFrame): boolean {
  const reading = past.reading.value;
  if (reading === null) return false;
  if (frame.type === "entries" && frame.direction === "before") {
    if (frame.conversation !== reading.conversation) return false;
    past.reading.value = withOlder(reading, frame.entries, frame.more);
    return true;
  }
  if (!isRefusal(frame) || frame.conversation !== reading.conversation) return false;
  past.reading.value = { ...reading, loaded: true, failed: frame.code };
  return true;
}

function isRefusal(frame: ServerFrame): frame is ErrorFrame {
  return frame.type === "error" && frame.reply_to === "history";
}
