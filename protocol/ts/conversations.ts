// The conversations that a client follows: each as a log that catches up after every connection,
// loads older entries when asked, and asks again when it sees a hole.

import type { Environment } from "./environment";
import type {
  ClientFrame, EntriesFrame, ErrorFrame, ServerFrame, VisitorConversation,
} from "./frames.gen";
import { retry_later_codes } from "./frames.gen";
import type { Liveness } from "./liveness";
import type { ConversationLog } from "./reduce_conversation";
import {
  apply_frame, empty_log, expire_typing, has_hole, last_seq_of,
} from "./reduce_conversation";

export interface ConversationsHost {
  send(frame: ClientFrame): void;
  changed(log: ConversationLog): void;
  gone(conversation: string): void;
  caught_up(): void; // nothing is being asked for any more
}

const page_entries = 50; // of history at a time
const settle_ms = 1_000; // how long an entry may lag behind news of it

export class Conversations {
  private readonly logs_ = new Map<string, ConversationLog>();
  private readonly pulling_ = new Set<string>(); // those that catch up
  private readonly paging_ = new Set<string>(); // those that load older entries
  private connected_ = false;
  private epoch_ = "";

  constructor(
    private readonly environment_: Environment,
    private readonly liveness_: Liveness,
    private readonly host_: ConversationsHost,
  ) {}

  get(conversation: string): ConversationLog | undefined {
    return this.logs_.get(conversation);
  }

  catching_up(): boolean {
    return this.pulling_.size > 0;
  }

  restore(log: ConversationLog): void {
    this.logs_.set(log.conversation, { ...log, typing: null });
  }

  follow(conversation: string, last_seq: number): void {
    if (this.logs_.has(conversation)) return;
    const log = empty_log(conversation, this.epoch_, last_seq);
    this.put(log);
    if (this.connected_) this.catch_up_(log);
  }

  unfollow(conversation: string): void {
    this.logs_.delete(conversation);
    this.settle_(conversation);
  }

  older(conversation: string): boolean {
    const log = this.logs_.get(conversation);
    const first = log?.entries[0];
    if (!this.connected_ || !log?.more_before || !first || this.paging_.has(conversation)) {
      return false;
    }
    this.page_(conversation, first.seq);
    return true;
  }

  connect(epoch: string): void {
    this.connected_ = true;
    this.epoch_ = epoch;
    Array.from(this.logs_.values()).forEach((log) => this.catch_up_(log));
  }

  disconnect(): void {
    this.connected_ = false;
    this.pulling_.clear();
    this.paging_.clear();
  }

  forget_all(): void {
    Array.from(this.logs_.keys()).forEach((conversation) => this.drop_(conversation));
  }

  // A log's next state. A hole in it is filled.
  put(log: ConversationLog): void {
    if (this.logs_.get(log.conversation) === log) return;
    this.logs_.set(log.conversation, log);
    this.host_.changed(log);
  }

  apply(frame: ServerFrame): void {
    switch (frame.type) {
      case "conversation_changed":
        this.about(frame.conversation);
        return;
      case "conversation_listed":
        this.update_(frame.conversation.conversation, frame);
        return this.check_soon_(frame.conversation.conversation);
      case "entry":
        this.update_(frame.conversation, frame);
        return this.check(frame.conversation);
      case "entries":
        return this.page_came_(frame);
      case "reset": {
        this.liveness_.met(`resume ${frame.conversation}`);
        const log = this.update_(frame.conversation, frame);
        if (log && this.pulling_.has(frame.conversation)) this.ask_after_(log);
        else this.check(frame.conversation);
        return;
      }
      case "peer_typing": {
        const typing = this.update_(frame.conversation, frame)?.typing;
        if (!typing) return;
        this.environment_.later(typing.until - this.environment_.now(), () => {
          const log = this.logs_.get(frame.conversation);
          if (log) this.put(expire_typing(log, this.environment_.now()));
        });
        return;
      }
      case "peer_mark":
      case "place_changed":
        this.update_(frame.conversation, frame);
        return;
      default:
    }
  }

  // News of the visitor's conversation; one that is not followed yet is from now on.
  about(about: VisitorConversation): void {
    const { conversation, last_seq } = about;
    if (!this.logs_.has(conversation)) {
      // One that begins now: its first entries are on their way.
      this.follow(conversation, this.connected_ ? 0 : last_seq);
    }
    this.update_(conversation, { type: "conversation_changed", conversation: about });
    this.check_soon_(conversation);
  }

  // Asks for what is missing, if something is.
  check(conversation: string): void {
    const log = this.logs_.get(conversation);
    if (!log || !this.connected_ || !has_hole(log) || this.pulling_.has(conversation)) return;
    this.catch_up_(log);
  }

  // An answer to resume or history that says no.
  refused(frame: ErrorFrame): void {
    const { reply_to, code, retry_after_ms } = frame;
    if (reply_to !== "resume" && reply_to !== "history") return;
    const conversation =
      frame.conversation ?? Array.from(reply_to === "resume" ? this.pulling_ : this.paging_)[0];
    const log = this.logs_.get(conversation ?? "");
    if (!log) return;
    if (retry_later_codes.indexOf(code) < 0) return this.drop_(log.conversation);
    this.liveness_.met(`${reply_to} ${log.conversation}`);
    this.paging_.delete(log.conversation);
    if (!this.pulling_.has(log.conversation)) return;
    this.environment_.later(retry_after_ms ?? settle_ms, () => {
      const now = this.logs_.get(log.conversation);
      if (now && this.pulling_.has(log.conversation)) this.catch_up_(now);
    });
  }

  private update_(conversation: string, frame: ServerFrame): ConversationLog | undefined {
    const log = this.logs_.get(conversation);
    if (!log) return undefined;
    const next = apply_frame(log, frame, this.environment_.now());
    this.put(next);
    return this.logs_.get(conversation);
  }

  private catch_up_(log: ConversationLog): void {
    this.pulling_.add(log.conversation);
    if (log.loaded) return this.ask_after_(log);
    this.put({ ...log, epoch: this.epoch_ });
    this.page_(log.conversation, log.needed + 1);
  }

  private ask_after_(log: ConversationLog): void {
    const { conversation } = log;
    const epoch = log.epoch || this.epoch_;
    this.host_.send({ type: "resume", conversation, epoch, after: last_seq_of(log) });
    this.liveness_.expect(`resume ${conversation}`);
  }

  private page_(conversation: string, before: number): void {
    this.paging_.add(conversation);
    this.host_.send({ type: "history", conversation, before, limit: page_entries });
    this.liveness_.expect(`history ${conversation}`);
  }

  private page_came_(frame: EntriesFrame): void {
    const { conversation, direction, entries, more } = frame;
    const older = direction === "before";
    this.liveness_.met(`${older ? "history" : "resume"} ${conversation}`);
    if (older) this.paging_.delete(conversation);
    const was_loaded = this.logs_.get(conversation)?.loaded;
    const log = this.update_(conversation, frame);
    // A page of older ones, while the log catches up or not: the other answer decides.
    if (!log || !this.pulling_.has(conversation) || (older && was_loaded)) return;
    const lacks = (more && !older) || has_hole(log);
    if (lacks && entries.length > 0) return this.ask_after_(log);
    // The server gives no more than this now; what it told of should follow by itself.
    this.settle_(conversation);
    if (lacks) this.check_soon_(conversation);
  }

  private check_soon_(conversation: string): void {
    const log = this.logs_.get(conversation);
    if (log && has_hole(log)) {
      this.environment_.later(settle_ms, () => this.check(conversation));
    }
  }

  private settle_(conversation: string): void {
    this.liveness_.met(`resume ${conversation}`);
    this.liveness_.met(`history ${conversation}`);
    this.paging_.delete(conversation);
    this.pulling_.delete(conversation);
    if (this.connected_ && this.pulling_.size === 0) this.host_.caught_up();
  }

  private drop_(conversation: string): void {
    this.logs_.delete(conversation);
    this.settle_(conversation);
    this.host_.gone(conversation);
  }
}
