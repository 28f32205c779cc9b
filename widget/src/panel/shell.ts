/** The loader's host as the panel's views use it. */

import { signal } from "@preact/signals";
import type { ReadonlySignal } from "@preact/signals";
import type { Contact, Uploaded } from "../../../protocol/ts/outbox.ts";
import type { ExtrasModule } from "../extras/main.ts";
import type { Answer, Wish } from "../line/wishes.ts";
import type { Host } from "../shared/shell.ts";

export interface Shell extends Omit<Host, "extras"> {
  /** Null until they are there. */
  readonly extras: ReadonlySignal<ExtrasModule | null>;
  /** The queue the embed asks for: an id or a name, or "". */
  readonly queue: string;
  /** `leave`: as a message, by somebody who can be reached like this. `uploaded`: with a file. */
  say(text: string, queue?: string, leave?: Contact, uploaded?: Uploaded): void;
  retry(client_id: string): void;
  discard(client_id: string): void;
  fill(frame: Answer): void;
  faq(frame: Extract<Wish, { wish: "faq" }>["frame"]): void;
  /** `text`: what was written so far, for who may see it. */
  typing(active: boolean, text?: string): void;
  older(): void;
  end(): void;
  reopen(): void;
  start_new(): void;
  sound(): boolean;
  set_sound(on: boolean): void;
  draft(): string;
  set_draft(text: string): void;
}

/** `dress` adds a style sheet, once. */
export function make_shell(host: Host, dress: (css: string) => void): Shell {
  const { ask, store } = host;
  const { queue: wanted_queue, tag, agent } = host.wanted;
  const keep = (key: string, text: string) => (text ? store.set(key, text) : store.remove(key));
  const extras = signal<ExtrasModule | null>(null);
  host.extras().then(
    (module) => {
      dress(module.css);
      extras.value = module;
    },
    () => undefined,
  );
  return {
    ...host,
    extras,
    queue: wanted_queue,
    say: (text, queue, leave, uploaded) =>
      ask((chat) => chat.say(text, { queue, tag, agent, leave, ...uploaded })),
    retry: (client_id) => ask((chat) => chat.wish({ wish: "retry", client_id })),
    discard: (client_id) => ask((chat) => chat.wish({ wish: "discard", client_id })),
    fill: (frame) => ask((chat) => chat.wish({ wish: "fill", frame })),
    faq: (frame) => ask((chat) => chat.wish({ wish: "faq", frame })),
    typing: (active, text) => ask((chat) => chat.typing(active, text)),
    older: () => ask((chat) => chat.older()),
    end: () => ask((chat) => chat.wish({ wish: "close" })),
    reopen: () => ask((chat) => chat.wish({ wish: "reopen" })),
    start_new: () => ask((chat) => chat.put_aside()),
    sound: () => store.get("sound") !== "off",
    set_sound: (on) => store.set("sound", on ? "on" : "off"),
    draft: () => store.get("draft") ?? "",
    set_draft: (text) => keep("draft", text),
  };
}
