/** A browser whose tabs run the chat against one house. */

import type { TestContext } from "node:test";
import { Chat } from "../src/line/chat.ts";
import type { Happening } from "../src/line/happenings.ts";
import { Store } from "../src/loader/storage.ts";
import { FakeLocks, FakeStorage, fake_channels, install, install_clock } from "./browser.ts";
import type { Clock } from "./browser.ts";
import { House } from "./house.ts";

export interface Tab {
  readonly chat: Chat;
  readonly news: Happening[];
  readonly failures: string[];
  readonly views: boolean[];
}

export class Browser {
  readonly house = new House();
  readonly clock: Clock;
  readonly storage = new FakeStorage();

  constructor(t: TestContext, more: Readonly<Record<string, unknown>> = {}) {
    this.clock = install_clock(t);
    install(t, {
      WebSocket: this.house.socket,
      BroadcastChannel: fake_channels(),
      navigator: { locks: new FakeLocks() },
      localStorage: this.storage,
      ...more,
    });
  }

  async open_tab(): Promise<Tab> {
    const [news, failures, views] = [[] as Happening[], [] as string[], [] as boolean[]];
    const store = new Store("s");
    const place = { base_url: "https://chat.example", site: "s", store, locale: () => "en" };
    const chat = new Chat(place, {
      changed: (_state, more) => news.push(...more),
      failed: (code) => failures.push(code),
      viewed: (open) => views.push(open),
    });
    chat.start();
    await this.clock.advance(100);
    return { chat, news, failures, views };
  }
}

export const texts = ({ chat }: Tab) => chat.state.log?.entries.map(({ text }) => text) ?? [];
export const events = ({ news }: Tab) => news.map(({ event }) => event);
