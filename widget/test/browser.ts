/**
 * As much of a browser as the sources touch that need no page: time that moves by hand, storage,
 * locks and channels between tabs, a socket with a small server behind it. Installed as globals for
 * one test, taken away after it.
 */

import type { TestContext } from "node:test";

interface Timer {
  at: number;
  readonly task: () => void;
  readonly every: number;
}

export class Clock {
  private now_ = 1_800_000_000_000;
  private last_ = 0;
  private readonly timers_ = new Map<number, Timer>();

  readonly now = () => this.now_;
  readonly set = (task: () => void, ms = 0): number => this.add_(task, ms, 0);
  readonly repeat = (task: () => void, ms: number): number => this.add_(task, ms, ms);
  readonly clear = (id?: number): void => void this.timers_.delete(id ?? 0);

  /** Lets promises settle before, between and after the timers that fall due. */
  async advance(ms: number): Promise<void> {
    const end = this.now_ + ms;
    for (;;) {
      await settled();
      const due = [...this.timers_].filter(([, timer]) => timer.at <= end);
      const [id, timer] = due.sort(([, a], [, b]) => a.at - b.at)[0] ?? [];
      if (!timer || id === undefined) break;
      this.now_ = Math.max(this.now_, timer.at);
      if (timer.every) timer.at += timer.every;
      else this.timers_.delete(id);
      timer.task();
    }
    this.now_ = end;
  }

  private add_(task: () => void, ms: number, every: number): number {
    this.timers_.set((this.last_ += 1), { at: this.now_ + Math.max(0, ms), task, every });
    return this.last_;
  }
}

/** Everything that promises and channels set off has happened. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
}

/** A thing for the length of one test. */
export function install(t: TestContext, things: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(things)) {
    const before = Object.getOwnPropertyDescriptor(globalThis, name);
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
    t.after(() => {
      if (before) Object.defineProperty(globalThis, name, before);
      else delete (globalThis as Record<string, unknown>)[name];
    });
  }
}

export function install_clock(t: TestContext): Clock {
  const clock = new Clock();
  const Moment = class extends Date {
    static override now = clock.now;
  };
  install(t, { setTimeout: clock.set, clearTimeout: clock.clear, Date: Moment });
  install(t, { setInterval: clock.repeat, clearInterval: clock.clear });
  // Node's own would take its timers from this clock.
  install(t, { fetch: () => Promise.reject(new Error("no network")) });
  return clock;
}

/** Own enumerable members are the keys, as in a browser's. */
export class FakeStorage {
  getItem(key: string): string | null {
    return (this as unknown as Record<string, string>)[key] ?? null;
  }
  setItem(key: string, value: string): void {
    (this as unknown as Record<string, string>)[key] = value;
  }
  removeItem(key: string): void {
    delete (this as unknown as Record<string, string>)[key];
  }
}

type Grant = (lock: object) => Promise<unknown>;
interface LockOptions {
  readonly signal?: AbortSignal;
}

/** Web Locks: one holder, the others wait in the order of asking. */
export class FakeLocks {
  private readonly queues_ = new Map<string, Promise<unknown>>();

  request(name: string, { signal }: LockOptions, grant: Grant): Promise<unknown> {
    const before = this.queues_.get(name) ?? Promise.resolve();
    const turn = before.then(() => {
      if (signal?.aborted) throw new Error("aborted");
      return grant({ name });
    });
    this.queues_.set(
      name,
      turn.catch(() => undefined),
    );
    return turn;
  }
}

/** What one channel posts, all others of its name hear later, as a copy. */
export function fake_channels(): new (name: string) => object {
  const open = new Set<Channel>();
  class Channel {
    onmessage: ((event: { data: unknown }) => void) | null = null;
    constructor(readonly name: string) {
      open.add(this);
    }
    postMessage(data: unknown): void {
      const copy = structuredClone(data);
      for (const other of open) {
        if (other === this || other.name !== this.name) continue;
        queueMicrotask(() => open.has(other) && other.onmessage?.({ data: copy }));
      }
    }
    close(): void {
      open.delete(this);
    }
  }
  return Channel;
}

/** One tab's page: what it shows of itself, and what happens to it. */
export class FakePage {
  readonly window = Object.assign(new EventTarget(), {
    setInterval: (task: () => void, ms: number) => this.clock_.repeat(task, ms),
  });
  readonly document = Object.assign(new EventTarget(), {
    hidden: false,
    prerendering: false,
    hasFocus: () => this.focused,
    documentElement: new EventTarget(),
  });
  focused = true;

  constructor(private readonly clock_: Clock) {}

  /** What scripts of this page find. */
  globals(): Readonly<Record<string, unknown>> {
    const { window, document } = this;
    const now = () => this.clock_.now() - 1_800_000_000_000;
    return { window, document, performance: { now, getEntriesByName: () => [] } };
  }

  show(shown: boolean): void {
    this.document.hidden = !shown;
    this.document.dispatchEvent(new Event("visibilitychange"));
  }

  focus(focused: boolean): void {
    this.focused = focused;
    this.window.dispatchEvent(new Event(focused ? "focus" : "blur"));
  }

  /** The pointer goes out of the page, so far below its top. */
  leave(clientY: number): void {
    const left = Object.assign(new Event("mouseleave"), { clientY });
    this.document.documentElement.dispatchEvent(left);
  }

  input(kind = "pointermove"): void {
    this.window.dispatchEvent(new Event(kind));
  }
}
