/** What routing answers when it is asked. The link writes it. */
import { type Signal, signal } from "@preact/signals";
import type { ExplanationFrame, MyExplanationFrame } from "../../../../protocol/ts/frames.gen.ts";

export class Routing {
  /** Why the conversation that was asked about waits; null until that is answered. */
  readonly explanation: Signal<ExplanationFrame | null> = signal(null);
  readonly mine: Signal<MyExplanationFrame | null> = signal(null);
}

/** What the agent asks of routing. */
export interface RoutingActions {
  prioritise(conversation: string, priority: number): void;
  finishWrapUp(conversation: string): void;
  /** The answers show in `routing`. */
  explain(conversation: string): void;
  explainMe(): void;
}
