// Text frames in both directions, in order, over a WebSocket or, where a proxy blocks those, over
// a long poll with the same promises. One Transport is one connection; it does not come back by
// itself.
//
// Handlers are never called inside the call that caused them, and never after on_close().

export interface TransportHandlers {
  on_open(): unknown;
  on_frame(text: string): unknown;
  on_close(code: number): unknown; // once; 1006 when the network or the other side just went
}

export interface Transport {
  send(text: string): void; // after on_open(); ignored once closed
  close(): void; // no handler is called any more
}

export type Connect = (handlers: TransportHandlers) => Transport;

// Close codes that this file makes up from an HTTP status.
const lost = 1006;
const signed_out = 4100;
const site_gone = 4202;

export function socket_transport(url: string): Connect {
  return (handlers) => {
    let open = true;
    const end = (code: number): void => {
      if (!open) return;
      open = false;
      handlers.on_close(code);
    };
    let socket: WebSocket;
    try {
      socket = new WebSocket(url);
    } catch {
      // The page may not open one here (mixed content, policy).
      setTimeout(() => end(lost), 0);
      return { send: () => undefined, close: () => { open = false; } };
    }
    socket.onopen = () => open && handlers.on_open();
    socket.onmessage = (event: MessageEvent<unknown>) => {
      if (open && typeof event.data === "string") handlers.on_frame(event.data);
    };
    socket.onclose = (event) => end(event.code || lost);
    return {
      send: (text) => {
        if (open && socket.readyState === 1) socket.send(text);
      },
      close: () => {
        open = false;
        socket.close(1000);
      },
    };
  };
}

export interface PollAddresses {
  poll: string; // "https://host/poll"
  query: string; // "/visitor?site=KEY" or "/agent": what opens one
}

interface PollAnswer {
  readonly from?: unknown;
  readonly frames?: unknown;
  readonly poll?: unknown;
  readonly close?: { readonly code?: unknown };
}

// Frames written within this time travel in one request.
const gather_ms = 20;

// Only our own words are final; a proxy on the way may say 403 or 404 for a while.
async function code_of(answer: Response): Promise<number> {
  const body = (await answer.json()) as { readonly error?: { readonly code?: unknown } } | null;
  if (typeof body?.error?.code !== "string") return lost;
  return answer.status === 401 ? signed_out : answer.status < 405 ? site_gone : lost;
}

// Frames from the server are numbered from 1. A request acknowledges those it has; the answer
// brings the next ones, and those again whose answer got lost. The client's own are numbered
// likewise. One request is under way at a time, held by the server until it has something to say;
// what there is to send meanwhile replaces it by a request that brings all frames which no answer
// has confirmed.
class PollTransport implements Transport {
  private open_ = true;
  private address_ = "";
  private received_ = 0;
  private confirmed_ = 0; // number of the last own frame that the server is known to have
  private queue_: unknown[] = []; // those after it
  private carried_ = 0; // how many of them the request under way brings
  private flight_ = new AbortController();
  private gathering_ = false;

  constructor(
    private readonly addresses_: PollAddresses,
    private readonly handlers_: TransportHandlers,
  ) {
    void this.begin_();
  }

  send(text: string): void {
    if (!this.open_) return;
    this.queue_.push(JSON.parse(text));
    if (!this.gathering_) setTimeout(() => this.bring_(), gather_ms);
    this.gathering_ = true;
  }

  close(): void {
    this.open_ = false;
    this.flight_.abort();
  }

  private async begin_(): Promise<void> {
    const { poll, query } = this.addresses_;
    const answer = await this.post_(poll + query, {});
    if (!answer) return;
    if (typeof answer.poll !== "string") return this.end_(lost);
    this.address_ = `${poll}/${encodeURIComponent(answer.poll)}`;
    this.handlers_.on_open();
    void this.exchange_();
  }

  private end_(code: number): void {
    if (!this.open_) return;
    this.close();
    this.handlers_.on_close(code);
  }

  // None: the request failed, or another one took its place.
  private async post_(url: string, body: unknown): Promise<PollAnswer | null> {
    const { signal } = (this.flight_ = new AbortController());
    try {
      const answer = await fetch(url, {
        method: "POST", headers: { "content-type": "application/json" },
        body: JSON.stringify(body), signal, cache: "no-store",
      });
      if (answer.ok) {
        const json = (await answer.json()) as PollAnswer;
        return signal.aborted ? null : json;
      }
      this.end_(url === this.address_ ? lost : await code_of(answer));
    } catch {
      if (!signal.aborted) this.end_(lost);
    }
    return null;
  }

  private async exchange_(): Promise<void> {
    while (this.open_) {
      const count = (this.carried_ = this.queue_.length);
      const answer = await this.post_(this.address_,
        { ack: this.received_, seq: this.confirmed_ + 1, frames: this.queue_ });
      if (!answer || !this.open_) return;
      this.confirmed_ += count;
      this.queue_ = this.queue_.slice(count);
      this.carried_ = 0;
      this.take_(answer);
    }
  }

  private take_({ from, frames, close }: PollAnswer): void {
    if (Array.isArray(frames) && typeof from === "number") {
      frames.forEach((frame: unknown, index) => {
        if (!this.open_ || from + index !== this.received_ + 1) return;
        this.received_ += 1;
        this.handlers_.on_frame(JSON.stringify(frame));
      });
    }
    if (typeof close?.code === "number") this.end_(close.code);
  }

  private bring_(): void {
    this.gathering_ = false;
    if (!this.open_ || this.queue_.length === this.carried_) return;
    this.flight_.abort();
    void this.exchange_();
  }
}

export const poll_transport = (addresses: PollAddresses): Connect =>
  (handlers) => new PollTransport(addresses, handlers);

const failures_before_poll = 2; // upgrades that never opened
const failures_after_open = 4; // a socket did open once: the server is down, more likely

// A WebSocket; a long poll once upgrades fail without opening; sockets again when that fails too.
export function socket_or_poll(addresses: PollAddresses & { socket: string }): Connect {
  const socket = socket_transport(addresses.socket);
  const poll = poll_transport(addresses);
  let failures = 0;
  let limit = failures_before_poll;
  return (handlers) => {
    const polls = failures >= limit;
    let opened = false;
    let over = false;
    const count = (): void => {
      if (!opened && !over) failures = polls ? 0 : failures + 1;
      over = true;
    };
    const transport = (polls ? poll : socket)({
      on_open() {
        opened = true;
        if (!polls) {
          failures = 0;
          limit = failures_after_open;
        }
        handlers.on_open();
      },
      on_frame: handlers.on_frame,
      on_close(code) {
        count();
        handlers.on_close(code);
      },
    });
    return {
      send: (text) => transport.send(text),
      // Given up by the client before it opened: a proxy that swallows upgrades looks like this.
      close() {
        count();
        transport.close();
      },
    };
  };
}
