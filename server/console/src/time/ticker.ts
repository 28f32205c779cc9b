/** The server's clock, estimated, as a signal that moves once a second. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Timers } from "../heartbeat/timers.ts";

export interface Ticker {
  readonly now: ReadonlySignal<number>;
  /** Takes the server's time as it arrived; late by half a trip, which clocks on rows bear. */
  align(serverNow: number): void;
}

const tick_ms = 1000;

/** Runs as long as the page does. */
export function startTicker(timers: Timers): Ticker {
  let offset_ms = 0;
  const now = signal(Date.now());
  const read = (): void => {
    now.value = Date.now() + offset_ms;
  };
  timers.every(tick_ms, read);
  return {
    now,
    align(serverNow) {
      offset_ms = serverNow - Date.now();
      read();
    },
  };
}
