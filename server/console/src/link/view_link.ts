/** Live tables over the wire: each is watched while it is in front. */
import { effect, type Signal } from "@preact/signals";
import type { Client } from "../../../../protocol/ts/client";
import type { ServerFrame } from "../../../../protocol/ts/frames.gen";
import { apply_board } from "../../../../protocol/ts/reduce_board";
import { apply_visitors } from "../../../../protocol/ts/reduce_visitors";
import type { BoardDesk } from "../state/board.ts";
import type { VisitorsDesk } from "../state/visitors.ts";

export type Tell = (frame: Parameters<Client["send"]>[0]) => void;

export interface LiveLink {
  /** A new connection watches nothing yet. */
  onLive(): void;
  onFrame(frame: ServerFrame): void;
  stop(): void;
}

interface Live<Table> {
  readonly shown: Signal<boolean>;
  readonly table: Signal<Table | null>;
  apply(table: Table | null, frame: ServerFrame): Table | null;
  watch(active: boolean): void;
  /** Something of the table was told. */
  onTold?(table: Table, frame: ServerFrame): void;
}

function liveLink<Table>({ shown, table, apply, watch, onTold }: Live<Table>): LiveLink {
  const stop = effect(() => {
    const wanted = shown.value;
    if (!wanted && table.peek() === null) return;
    watch(wanted);
    if (!wanted) table.value = null;
  });
  return {
    stop,
    onLive() {
      if (shown.peek()) watch(true);
    },
    onFrame(frame) {
      if (!shown.peek()) return;
      const before = table.peek();
      const told = apply(before, frame);
      table.value = told;
      if (told !== null && told !== before) onTold?.(told, frame);
    },
  };
}

export function boardLink({ shown, board }: BoardDesk, tell: Tell): LiveLink {
  return liveLink({
    shown,
    table: board,
    apply: apply_board,
    watch: (active) => tell({ type: "watch_board", active }),
  });
}

export function visitorsLink({ shown, table }: VisitorsDesk, tell: Tell): LiveLink {
  return liveLink({
    shown,
    table,
    apply: apply_visitors,
    watch: (active) => tell({ type: "watch_visitors", active }),
    onTold({ next: after }, { type }) {
      const more = type === "visitor_rows" && after !== null;
      if (more) tell({ type: "watch_visitors", active: true, after });
    },
  });
}
