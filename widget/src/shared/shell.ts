/**
 * What the loader offers the panel: the panel draws and asks, everything that lasts lives in the
 * loader.
 */

import type { Texts } from "../locales/zh-CN.ts";
import type { Attention } from "../panel/attention.ts";
import type { ChatState } from "./state.ts";

export interface Shell {
  readonly texts: Texts;
  readonly locale: string;
  /** The panel is the whole page and cannot be closed. */
  readonly page: boolean;
  /** The queue the embed asks for: an id or a name, or "". */
  readonly queue: string;
  state(): ChatState;
  /** The panel covers the screen, as on a phone. */
  narrow(): boolean;
  /** Called after each change of state or layout; returns the way to stop. */
  watch(listener: () => void): () => void;
  say(text: string, queue?: string): void;
  retry(client_id: string): void;
  typing(active: boolean, text?: string): void;
  older(): void;
  end(): void;
  reopen(): void;
  start_new(): void;
  hide(): void;
  sound(): boolean;
  set_sound(on: boolean): void;
  draft(): string;
  set_draft(text: string): void;
}

/** A mounted panel. */
export interface Mounted {
  focus(): void;
  unmount(): void;
}

export interface PanelModule {
  Attention: typeof Attention;
  mount(place: Element, shell: Shell, style: (css: string) => void): Mounted;
}
