// Text frames in both directions, in order, over a WebSocket or, where a proxy blocks those, over a
// long poll with the same promises. One Transport is one connection; it does not come back by itself.
//
// Handlers are never called inside the call that caused them, and never after on_close().

export interface TransportHandlers {
  on_open(): void;
  on_frame(text: string): void;
  on_close(code: number): void; // once; 1006 when the network or the other side just went
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

// Frames from the server are numbered from 1. A request acknowledges those it has; the answer brings
// the next ones, and those again whose answer got lost. The client's own are numbered likewise.
// One request is under way at a time, held by the server until it has something to say; what there is
// to send meanwhile replaces it by a request that brings all frames which no answer has confirmed.
export function poll_transport({ poll, query }: PollAddresses): Connect {
  return (handlers) => {
    let open = true;
    let address = "";
    let received = 0;
    let confirmed = 0; // number of the last own frame that the server is known to have
    let queue: unknown[] = []; // those after it
    let carried = 0; // how many of them the request under way brings
    let flight = new AbortController();
    let gathering = false;

    const end = (code: number): void => {
      if (!open) return;
      open = false;
      flight.abort();
      handlers.on_close(code);
    };

    const post = async (url: string, body: unknown): Promise<PollAnswer | null> => {
      const { signal } = (flight = new AbortController());
      try {
        const answer = await fetch(url, {
          method: "POST", headers: { "content-type": "application/json" },
          body: JSON.stringify(body), signal, cache: "no-store",
        });
        if (answer.ok) {
          const json = (await answer.json()) as PollAnswer;
          return signal.aborted ? null : json;
        }
        end(url === address ? lost : await code_of(answer));
      } catch {
        if (!signal.aborted) end(lost);
      }
      return null;
    };

    const take = ({ from, frames, close }: PollAnswer): void => {
      if (Array.isArray(frames) && typeof from === "number") {
        frames.forEach((frame: unknown, index) => {
          if (!open || from + index !== received + 1) return;
          received += 1;
          handlers.on_frame(JSON.stringify(frame));
        });
      }
      if (typeof close?.code === "number") end(close.code);
    };

    const exchange = async (): Promise<void> => {
      while (open) {
        const count = (carried = queue.length);
        const answer = await post(address, { ack: received, seq: confirmed + 1, frames: queue });
        if (!answer || !open) return;
        confirmed += count;
        queue = queue.slice(count);
        carried = 0;
        take(answer);
      }
    };

    const bring = (): void => {
      gathering = false;
      if (!open || queue.length === carried) return;
      flight.abort();
      void exchange();
    };

    void post(poll + query, {}).then((answer) => {
      if (!answer) return;
      if (typeof answer.poll !== "string") return end(lost);
      address = `${poll}/${encodeURIComponent(answer.poll)}`;
      handlers.on_open();
      void exchange();
    });

    return {
      send: (text) => {
        if (!open) return;
        queue.push(JSON.parse(text));
        if (!gathering) setTimeout(bring, gather_ms);
        gathering = true;
      },
      close: () => {
        open = false;
        flight.abort();
      },
    };
  };
}

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
