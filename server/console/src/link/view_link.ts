/** A live table over the wire: it is watched while it is in front. */
import { effect, type Signal } from "@preact/signals";
import type { ServerFrame } from "../../../../protocol/ts/frames.gen";

export interface LiveTable<Table> {
  readonly shown: Signal<boolean>;
  readonly table: Signal<Table | null>;
  readonly apply: (table: Table | null, frame: ServerFrame) => Table | null;
  readonly ask: (active: boolean) => void;
  /** A part arrived: asks for the next one, if there is any. */
  readonly onTold?: (table: Table, frame: ServerFrame) => void;
}

export class ViewLink<Table> {
  readonly stop: () => void;

  constructor(private readonly of: LiveTable<Table>) {
    this.stop = effect(() => this.watch());
  }

  /** A new connection watches nothing yet. */
  onLive(): void {
    if (this.of.shown.peek()) this.of.ask(true);
  }

  onFrame(frame: ServerFrame): void {
    const { shown, table, apply, onTold } = this.of;
    if (!shown.peek()) return;
    const before = table.peek();
    const told = apply(before, frame);
    table.value = told;
    if (told !== null && told !== before) onTold?.(told, frame);
  }

  private watch(): void {
    const { shown, table, ask } = this.of;
    const wanted = shown.value;
    if (!wanted && table.peek() === null) return;
    ask(wanted);
    if (!wanted) table.value = null;
  }
}
