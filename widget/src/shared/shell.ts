/**
 * What the loader offers the panel: the panel draws and asks, everything that lasts lives in the
 * loader.
 */

import type { Chat } from "../line/chat.ts";
import type { Texts } from "../locales/zh-CN.ts";
import type { ExtrasModule } from "../extras/main.ts";
import type { Attention } from "../panel/attention.ts";
import type { ChatState } from "./state.ts";

export interface Host {
  readonly texts: Texts;
  readonly locale: string;
  /** The panel is the whole page and cannot be closed. */
  readonly page: boolean;
  /** Where the embed is, and what it asks for: the queue is an id or a name, or "". */
  readonly wanted: {
    readonly baseUrl: string;
    readonly site: string;
    readonly queue: string;
    readonly tag: string | undefined;
    readonly agent: string | undefined;
    readonly consent: string;
  };
  /** What this browser keeps for the site. */
  readonly store: {
    get(key: string): string | null;
    set(key: string, value: string): void;
    remove(key: string): void;
  };
  state(): ChatState;
  /** The panel covers the screen, as on a phone. */
  narrow(): boolean;
  /** Called after each change of state or layout; returns the way to stop. */
  watch(listener: () => void): () => void;
  ask(wish: (chat: Chat) => void): void;
  /** The visitor is to say first whether it may be known again. */
  asked(): boolean;
  consent(yes: boolean): void;
  /** The part of the panel that it can begin without. */
  extras(): Promise<ExtrasModule>;
  hide(): void;
  /** The panel, which takes the focus when the visitor asked for it. */
  show(by_user: boolean): void;
  /** Tells of events of the public API. */
  readonly emitter: { emit(event: string, detail: unknown): void };
}

/** A mounted panel. */
export interface Mounted {
  focus(): void;
  unmount(): void;
}

/** Loaded for a visitor who is invited. */
export interface InviteModule {
  mount(place: Element, host: Host, style: (css: string) => void): void;
}

export interface PanelModule {
  Attention: typeof Attention;
  mount(place: Element, host: Host, style: (css: string) => void): Mounted;
}
