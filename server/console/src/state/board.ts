/** The board's part of the desk: what the server says of it, what is chosen there, what alarms. */
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Board } from "../../../../protocol/ts/reduce_board";
import type { Ticker } from "../time/ticker.ts";
import { type Alarm, alarmsOf, type BoardFilter } from "./board_rows.ts";

export class BoardDesk {
  /** Whether the board is in front; it is watched for as long. */
  readonly shown: Signal<boolean> = signal(false);
  readonly board: Signal<Board | null> = signal(null);
  readonly filter: Signal<BoardFilter> = signal(null);
  readonly acknowledged: Signal<ReadonlySet<string>> = signal(new Set());

  readonly alarms: ReadonlySignal<readonly Alarm[]>;
  /** Somebody should look: an alarm that nobody acknowledged. */
  readonly alarming: ReadonlySignal<boolean>;

  constructor(ticker: Ticker) {
    this.alarms = computed(() => {
      const board = this.board.value;
      return board === null ? [] : alarmsOf(board, ticker.now.value);
    });
    this.alarming = computed(() =>
      this.alarms.value.some(({ key }) => !this.acknowledged.value.has(key)),
    );
  }

  /** Silences what alarms now; what comes again later alarms again. */
  acknowledge(): void {
    this.acknowledged.value = new Set(this.alarms.value.map(({ key }) => key));
  }

  /** Forgets what was acknowledged and is over. */
  settle(alarms: readonly Alarm[]): void {
    const lasting = new Set(alarms.map(({ key }) => key));
    const kept = [...this.acknowledged.peek()].filter((key) => lasting.has(key));
    if (kept.length < this.acknowledged.peek().size) this.acknowledged.value = new Set(kept);
  }

  toggle(filter: Exclude<BoardFilter, null>): void {
    const { value } = this.filter;
    const same = value?.kind === filter.kind && value.id === filter.id;
    this.filter.value = same ? null : filter;
  }
}
