/** Routing over the wire: what the agent asks of it, and what it answers. */
import type { Client } from "../../../../protocol/ts/client";
import type { ServerFrame } from "../../../../protocol/ts/frames.gen";
import { t } from "../i18n/text.ts";
import type { Desk } from "../state/desk.ts";
import type { RoutingActions } from "../state/routing.ts";

type Send = (frame: Parameters<Client["send"]>[0]) => void;

export function routingActions(desk: () => Desk, send: Send): RoutingActions {
  return {
    prioritise: (conversation, priority) => send({ type: "prioritise", conversation, priority }),
    finishWrapUp: (conversation) => send({ type: "finish_wrap_up", conversation }),
    explain: (conversation) => {
      desk().routing.explanation.value = null;
      send({ type: "explain", conversation });
    },
    explainMe: () => {
      desk().routing.mine.value = null;
      send({ type: "explain_me" });
    },
  };
}

export function showRouting(desk: Desk, frame: ServerFrame): void {
  switch (frame.type) {
    case "explanation":
      desk.routing.explanation.value = frame;
      return;
    case "my_explanation":
      desk.routing.mine.value = frame;
      return;
    case "reminder": {
      const row = desk.conversations.value.get(frame.conversation);
      if (row === undefined) return;
      desk.parts.toasts.show("bad", t("reminder.text", { name: desk.visitorName(row.visitor) }));
      return;
    }
    default:
  }
}
