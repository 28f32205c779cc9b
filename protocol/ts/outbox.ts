// Messages that the server has not acknowledged yet, in the order they were written. They survive
// a reload through a given storage, whose every access may throw (full, forbidden, gone): the
// outbox then lives in memory only.
//
// States: queued → sent → (acked: leaves the outbox) | failed. A connection that goes makes sent
// ones queued again; they are sent again under the same client_id, which the server knows. A
// failed one waits for the person: renew() puts it last, under a new client_id.
//
// One outbox per storage key at a time; several tabs agree on a leader.

import type { Environment } from "./environment";
import { browser_environment, fresh_client_id } from "./environment";
import type { File } from "./frames.gen";

// How a visitor can be reached who leaves a message and does not wait.
export interface Contact {
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
}

// A file that was uploaded, as the answer said it, and the ticket that goes with the message.
export interface Uploaded {
  readonly file: File;
  readonly ticket: string;
}

export interface OutboxMessage extends Partial<Uploaded> {
  readonly client_id: string;
  readonly conversation?: string | undefined;
  readonly queue?: string | undefined;
  readonly tag?: string | undefined;
  readonly agent?: string | undefined;
  readonly leave?: Contact | undefined;
  readonly text: string;
  readonly at: number;
  readonly state: "queued" | "sent" | "failed";
  readonly code?: string | undefined; // why it failed: an error code
  readonly field?: string | undefined; // and which member was at fault
}

// Where a message goes: an agent names the conversation, a visitor perhaps a queue, a skill that
// its agent should have, or whom it wants. A file may come with it.
export interface Place extends Partial<Uploaded> {
  readonly conversation?: string | undefined;
  readonly queue?: string | undefined;
  readonly tag?: string | undefined;
  readonly agent?: string | undefined;
  readonly leave?: Contact | undefined;
}

export interface StorageLike {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

export interface OutboxOptions {
  storage?: StorageLike | null;
  key?: string;
  environment?: Environment;
}

export interface Outbox {
  messages(): readonly OutboxMessage[];
  add(text: string, place: Place): OutboxMessage;
  adopt(messages: readonly OutboxMessage[]): void; // those of another tab; known ids are skipped
  find(client_id: string): OutboxMessage | undefined;
  change(client_id: string, change: Partial<OutboxMessage>): void;
  remove(client_id: string): void;
  renew(client_id: string): OutboxMessage | undefined;
  requeue(): void; // the connection went: what was sent may not have arrived
  on_change(listener: () => void): void;
}

function is_message(value: unknown): value is OutboxMessage {
  const message = value as OutboxMessage | null;
  return typeof message === "object" && message !== null
    && typeof message.client_id === "string" && typeof message.text === "string"
    && typeof message.at === "number";
}

export function create_outbox(options: OutboxOptions = {}): Outbox {
  const { storage = null, key = "usher:outbox", environment = browser_environment } = options;
  let messages: readonly OutboxMessage[] = [];
  let listener: () => void = () => undefined;

  const requeued = (message: OutboxMessage): OutboxMessage =>
    message.state === "failed" ? message : { ...message, state: "queued" };

  try {
    const stored: unknown = JSON.parse(storage?.getItem(key) ?? "[]");
    if (Array.isArray(stored)) messages = stored.filter(is_message).map(requeued);
  } catch {
    // Forbidden or damaged: begin empty.
  }

  const replace = (next: readonly OutboxMessage[]): void => {
    messages = next;
    try {
      storage?.setItem(key, JSON.stringify(next));
    } catch {
      // Full or forbidden: memory has to do.
    }
    listener();
  };

  const find = (client_id: string): OutboxMessage | undefined =>
    messages.find((message) => message.client_id === client_id);

  return {
    messages: () => messages,
    find,
    add(text, place) {
      const message: OutboxMessage = {
        client_id: fresh_client_id(environment), ...place, text, at: environment.now(),
        state: "queued",
      };
      replace([...messages, message]);
      return message;
    },
    adopt(others) {
      const fresh = others.filter((other) => is_message(other) && !find(other.client_id));
      if (fresh.length > 0) replace([...messages, ...fresh.map(requeued)]);
    },
    change(client_id, change) {
      replace(messages.map((each) =>
        each.client_id === client_id ? { ...each, ...change } : each));
    },
    remove(client_id) {
      if (find(client_id)) replace(messages.filter((each) => each.client_id !== client_id));
    },
    renew(client_id) {
      const old = find(client_id);
      if (!old || old.state !== "failed") return undefined;
      const message: OutboxMessage = {
        ...old, client_id: fresh_client_id(environment), state: "queued", code: undefined,
        field: undefined,
      };
      replace([...messages.filter((each) => each !== old), message]);
      return message;
    },
    requeue() {
      if (messages.some((each) => each.state === "sent")) replace(messages.map(requeued));
    },
    on_change(next) {
      listener = next;
    },
  };
}
