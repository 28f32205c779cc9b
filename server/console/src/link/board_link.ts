/** The board over the wire: it is watched while it is in front. */
import { effect } from "@preact/signals";
import type { Client } from "../../../../protocol/ts/client";
import type { ServerFrame } from "../../../../protocol/ts/frames.gen";
import { apply_board } from "../../../../protocol/ts/reduce_board";
import type { BoardDesk } from "../state/board.ts";

type Send = (frame: Parameters<Client["send"]>[0]) => boolean;

export class BoardLink {
  readonly stop: () => void;

  constructor(
    private readonly desk: BoardDesk,
    private readonly send: Send,
  ) {
    this.stop = effect(() => this.watch());
  }

  /** A new connection watches nothing yet. */
  onLive(): void {
    if (this.desk.shown.peek()) this.ask(true);
  }

  onFrame(frame: ServerFrame): void {
    const { shown, board } = this.desk;
    if (shown.peek()) board.value = apply_board(board.peek(), frame);
  }

  private watch(): void {
    const { shown, board } = this.desk;
    const wanted = shown.value;
    if (!wanted && board.peek() === null) return;
    this.ask(wanted);
    if (!wanted) board.value = null;
  }

  private ask(active: boolean): void {
    this.send({ type: "watch_board", active });
  }
}
