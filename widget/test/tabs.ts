/** A browser whose tabs run the chat against one house. */

import type { TestContext } from "node:test";
import { Chat } from "../src/line/chat.ts";
import type { Happening } from "../src/line/happenings.ts";
import { Store } from "../src/loader/storage.ts";
import {
  FakeLocks,
  FakePage,
  FakeStorage,
  fake_channels,
  install,
  install_clock,
} from "./browser.ts";
import type { Clock } from "./browser.ts";
import { House } from "./house.ts";

export interface Tab {
  readonly chat: Chat;
  readonly news: Happening[];
  readonly failures: string[];
  readonly views: boolean[];
}

/** One browser with the widget in its tabs, and a house behind it. */
export class Browser {
  readonly house = new House();
  readonly clock: Clock;
  readonly storage = new FakeStorage();
  readonly page: FakePage;
  readonly beacons: [url: string, body: string][] = [];

  constructor(t: TestContext, more: Readonly<Record<string, unknown>> = {}) {
    this.clock = install_clock(t);
    this.page = new FakePage(this.clock);
    install(t, this.page.globals());
    install(t, {
      WebSocket: this.house.socket,
      BroadcastChannel: fake_channels(),
      navigator: {
        locks: new FakeLocks(),
        sendBeacon: (url: string, body: string) => this.beacons.push([url, body]) > 0,
      },
      localStorage: this.storage,
      ...more,
    });
  }

  async open_tab(): Promise<Tab> {
    const [news, failures, views] = [[] as Happening[], [] as string[], [] as boolean[]];
    const store = new Store("s");
    const place = {
      base_url: "https://chat.example",
      site: "s",
      store,
      locale: () => "en",
      redact: () => "key",
    };
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

export const page = (url: string) => ({ type: "page", url, title: "", referrer: "" }) as const;

export const frames_of = ({ house }: Browser, type: string) =>
  house.heard.filter((frame) => frame.type === type) as unknown as Record<string, unknown>[];
