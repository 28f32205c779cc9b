/** A server for one visitor, behind sockets that the test holds. It answers by the protocol. */

import type {
  Entry,
  FaqEntry,
  File,
  FormField,
  VisitorConversation,
  VisitorRating,
} from "../../protocol/ts/frames.gen.ts";

interface Frame {
  readonly type: string;
  readonly client_id?: string;
  readonly text?: string;
  readonly file?: string;
  readonly email?: string;
  readonly query?: string;
  readonly score?: number;
  readonly reasons?: string;
  readonly comment?: string;
}

const refusal = { type: "error", message: "" };

export class House {
  /** Sockets that are open now, oldest first. */
  readonly lines: Line[] = [];
  readonly heard: Frame[] = [];
  readonly entries: Entry[] = [];
  /** No answers and no new lines. */
  down = false;
  /** The code that messages are refused with. */
  refuses = "";
  /** What the site asks first. */
  form: FormField[] = [];
  /** What was uploaded; each one's ticket is "ticket of KEY". */
  files: File[] = [];
  /** What every search finds. */
  faq: FaqEntry[] = [];
  /** What became of asking after the close; null: the conversation is open. */
  rating: VisitorRating | null = null;
  /** A rule asks whether visitors are about to leave. */
  exit_intent = false;
  private readonly marks_ = { delivered: 0, read: 0 };

  /** The class to install as WebSocket. */
  readonly socket = ((house: House) =>
    class extends Line {
      constructor(url: string) {
        super(house, url);
      }
    })(this);

  types(): string[] {
    return this.heard.map(({ type }) => type);
  }

  texts(): (string | undefined)[] {
    return this.entries.map(({ text }) => text);
  }

  /** The agent writes. */
  write(text: string): void {
    const author = { kind: "agent", name: "Lin" } as const;
    this.tell({ type: "entry", conversation: "c_1", entry: this.add_(text, "agent1", author) });
  }

  assign(): void {
    this.tell({ type: "conversation_changed", conversation: this.about_("assigned") });
  }

  /** The agent ends it; the visitor is asked. */
  end(): void {
    this.rating = { answer: "none", score: 0, reasons: [], comment: "" };
    this.tell({ type: "conversation_changed", conversation: this.about_("closed") });
  }

  tell(frame: object): void {
    for (const line of this.lines) line.hear(frame);
  }

  hear(line: Line, frame: Frame): void {
    if (this.down) return;
    this.heard.push(frame);
    switch (frame.type) {
      case "visitor_hello":
        return line.hear(this.welcome_());
      case "fill_form":
        if (frame.email?.includes("@")) this.form = [];
        return line.hear(
          this.form.length > 0
            ? { ...refusal, code: "bad_value", field: "email", reply_to: frame.type }
            : { type: "visitor_form", fields: [], reachable: true },
        );
      case "search_faq":
        return line.hear({ type: "faq_entries", query: frame.query, entries: this.faq });
      case "skip_rating":
      case "rate":
        return this.rate_(line, frame);
      case "ask":
        return this.take_(line, frame.client_id ?? "", frame.text ?? "", frame.file);
      case "resume":
      case "history":
        return line.hear({
          type: "entries",
          conversation: "c_1",
          epoch: "e1",
          direction: frame.type === "resume" ? "after" : "before",
          entries: this.entries,
          more: false,
        });
    }
  }

  private rate_(line: Line, frame: Frame): void {
    const { type, score = 0, reasons = "", comment = "" } = frame;
    if (this.refuses) return line.hear({ ...refusal, code: this.refuses, reply_to: type });
    const said = { score, reasons: reasons.split("\n").filter(Boolean), comment };
    this.rating = { answer: type === "rate" ? "given" : "skipped", ...said };
    this.tell({ type: "conversation_changed", conversation: this.about_("closed") });
  }

  private take_(line: Line, client_id: string, text: string, ticket?: string): void {
    if (this.refuses) {
      return line.hear({ ...refusal, code: this.refuses, client_id, reply_to: "ask" });
    }
    const known = this.entries.find((entry) => entry.client_id === client_id);
    if (!known && this.entries.length === 0)
      line.hear({ type: "conversation_changed", conversation: this.about_("waiting") });
    const author = { kind: "visitor", name: "" } as const;
    const file = this.files.find(({ key }) => `ticket of ${key}` === ticket);
    const { seq, at } = known ?? this.add_(text, client_id, author, file);
    line.hear({ type: "ack", client_id, conversation: "c_1", seq, at });
  }

  private add_(
    text: string,
    client_id: string,
    author: NonNullable<Entry["author"]>,
    file?: File,
  ): Entry {
    const seq = this.entries.length + 1;
    const said = { seq, at: Date.now(), kind: "message", author, client_id, text } as const;
    const entry: Entry = file ? { ...said, file } : said;
    this.entries.push(entry);
    return entry;
  }

  private about_(state: VisitorConversation["state"]): VisitorConversation {
    return {
      conversation: "c_1",
      state,
      queue: "q_1",
      agent: state !== "waiting" ? { agent: "a_1", name: "Lin" } : null,
      held: false,
      opened_at: 1,
      last_seq: this.entries.length,
      visitor_mark: this.marks_,
      agent_mark: this.marks_,
      ...(this.rating && { rating: this.rating }),
    };
  }

  private welcome_(): object {
    return {
      type: "visitor_welcome",
      protocol: 1,
      epoch: "e1",
      now: Date.now(),
      visitor: "v_1",
      token: "v_1.secret",
      site: {
        key: "s",
        name: "Shop",
        colour: "#123456",
        greeting: "",
        typing_preview: false,
        rating: { reasons: ["fast"] },
        ...(this.exit_intent && { exit_intent: true }),
      },
      queues: [{ queue: "q_1", name: "Sales", state: "open" }],
      form: this.form,
      reachable: false,
      conversation:
        this.entries.length > 0 ? this.about_(this.rating ? "closed" : "assigned") : null,
    };
  }
}

export class Line {
  readyState = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;

  constructor(
    private readonly house_: House,
    readonly url: string,
  ) {
    queueMicrotask(() => (house_.down ? this.cut() : this.open_()));
  }

  send(text: string): void {
    const frame = JSON.parse(text) as Frame;
    queueMicrotask(() => this.house_.hear(this, frame));
  }

  hear(frame: object): void {
    if (this.readyState === 1) this.onmessage?.({ data: JSON.stringify(frame) });
  }

  /** By this side. */
  close(): void {
    this.readyState = 3;
    const place = this.house_.lines.indexOf(this);
    if (place >= 0) this.house_.lines.splice(place, 1);
  }

  /** By the network. */
  cut(): void {
    this.close();
    this.onclose?.({ code: 1006 });
  }

  private open_(): void {
    if (this.readyState !== 0) return;
    this.readyState = 1;
    this.house_.lines.push(this);
    this.onopen?.();
  }
}
