// Sends the outbox. Messages of one conversation travel one after another: the next leaves when
// the one before is acknowledged or has failed for good, so that "not now" cannot put them out of
// order. What a visitor writes is one lane, for its conversation may not have an id yet.

import type { Environment } from "./environment";
import { backoff_ms } from "./backoff";
import { retry_later_codes } from "./frames.gen";
import type { AskFrame, ErrorFrame, PostFrame } from "./frames.gen";
import type { Outbox, OutboxMessage } from "./outbox";

const lane_of = (message: OutboxMessage): string => message.conversation ?? "";

function frame_of(message: OutboxMessage): AskFrame | PostFrame {
  const { client_id, conversation, queue, tag, agent, leave, text, ticket: file } = message;
  const how = leave && { leave: true, ...leave };
  return conversation === undefined
    ? { type: "ask", client_id, text, file, queue, tag, agent, ...how }
    : { type: "post", client_id, conversation, text, file };
}

export class Lanes {
  private readonly busy_ = new Map<string, string>(); // lane → client_id under way; "": it waits
  private waits_: (() => void)[] = [];
  private refusals_ = 0;
  private open_ = false;

  constructor(
    private readonly environment_: Environment,
    private readonly outbox_: Outbox,
    private readonly send_: (frame: AskFrame | PostFrame) => void,
  ) {}

  open(): void {
    this.open_ = true;
    this.pump();
  }

  // The connection went: whatever is not acknowledged will be sent again.
  shut(): void {
    this.open_ = false;
    this.busy_.clear();
    this.waits_.forEach((cancel) => cancel());
    this.waits_ = [];
    this.outbox_.requeue();
  }

  pump(): void {
    if (!this.open_) return;
    for (const message of this.outbox_.messages()) {
      const lane = lane_of(message);
      if (message.state !== "queued" || this.busy_.has(lane)) continue;
      this.busy_.set(lane, message.client_id);
      this.outbox_.change(message.client_id, { state: "sent" });
      this.send_(frame_of(message));
    }
  }

  // The server has it. Gives the message, once.
  placed(client_id: string): OutboxMessage | undefined {
    const message = this.outbox_.find(client_id);
    if (!message) return undefined;
    this.refusals_ = 0;
    this.free_(message);
    this.outbox_.remove(client_id);
    this.pump();
    return message;
  }

  refused({ client_id = "", code, field, retry_after_ms }: ErrorFrame): void {
    const message = this.outbox_.find(client_id);
    if (!message || message.state !== "sent") return;
    const lane = lane_of(message);
    if (retry_later_codes.indexOf(code) < 0) {
      this.free_(message);
      this.outbox_.change(client_id, { state: "failed", code, field });
      return this.pump();
    }
    this.busy_.set(lane, "");
    this.outbox_.change(client_id, { state: "queued" });
    const wait = (retry_after_ms ?? 500) + backoff_ms(this.refusals_++, this.environment_.random());
    this.waits_.push(this.environment_.later(wait, () => {
      this.busy_.delete(lane);
      this.pump();
    }));
  }

  private free_(message: OutboxMessage): void {
    const lane = lane_of(message);
    if (this.busy_.get(lane) === message.client_id) this.busy_.delete(lane);
  }
}
