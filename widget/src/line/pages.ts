/**
 * The page views of one tab, and how long each is dwelled on: told now and then while it grows,
 * when the tab is hidden, and when the page ends. Each tab measures its own; whoever leads tells
 * the server.
 */

import { browser_environment, fresh_client_id } from "../../../protocol/ts/environment.ts";
import type { DwellFrame, PageFrame } from "../../../protocol/ts/frames.gen.ts";
import { Meter } from "./meter.ts";
import { clip, redact } from "./redact.ts";
import type { Redaction } from "./redact.ts";

const look_every_ms = 2_000;
const tell_every_ms = 10_000;
/** The server may not have heard of a page that is younger: its last words name it again. */
const young_ms = 10_000;

const inputs = ["pointerdown", "pointermove", "keydown", "wheel", "scroll", "touchstart"];
const passive = { capture: true, passive: true };

interface View {
  readonly page: PageFrame & { readonly view: string };
  readonly meter: Meter;
  /** By the browser's clock, for other tabs, and by this page's own. */
  readonly at: number;
  readonly opened_at: number;
  told_ms: number;
  told_at: number;
  /** Ends its listeners. */
  readonly over: AbortController;
}

/** When the loader asked for this file: it does so once it has a page to tell. */
function first_opened_at(now: number): number {
  return performance.getEntriesByName(import.meta.url)[0]?.startTime ?? now;
}

export class Pages {
  private view_: View | null = null;
  private timer_ = 0;
  private input_at_: number | undefined;
  private is_first_ = true;

  /** `last_words`: from a page that is going away; false when they can't be said so. */
  constructor(
    private readonly redaction_: () => Redaction,
    private readonly tell_: (frame: DwellFrame) => void,
    private readonly last_words_: (frames: (PageFrame | DwellFrame)[]) => boolean,
  ) {}

  /** What may be told of the page that is open, and when it was opened. */
  get current(): { readonly page: PageFrame; readonly at: number } | null {
    return this.view_;
  }

  /** The page before it is over. */
  begin(frame: PageFrame): void {
    this.end();
    const now = performance.now();
    const opened_at = this.is_first_ ? first_opened_at(now) : now;
    this.is_first_ = false;
    const rule = this.redaction_();
    const page = {
      ...frame,
      url: clip(redact(frame.url, rule), 2048),
      title: clip(frame.title, 512),
      referrer: clip(redact(frame.referrer, rule), 2048),
      view: fresh_client_id(browser_environment),
    };
    const meter = new Meter(opened_at, this.input_at_);
    meter.stand(opened_at, !document.hidden, document.hasFocus());
    const over = new AbortController();
    const { signal } = over;
    this.view_ = { page, meter, at: Date.now(), opened_at, told_ms: 0, told_at: now, over };
    document.addEventListener("visibilitychange", this.look_, { signal });
    for (const event of ["focus", "blur"]) window.addEventListener(event, this.look_, { signal });
    for (const event of inputs) window.addEventListener(event, this.input_, { ...passive, signal });
    this.look_();
  }

  /** How it stands now, also when that was told before. */
  tell(): void {
    const view = this.view_;
    if (!view) return;
    view.told_at = performance.now();
    view.meter.look(view.told_at);
    const frame = this.frame_(view, false);
    view.told_ms = frame.visible_ms;
    this.tell_(frame);
  }

  /** The tab goes on to another page. */
  end(): void {
    const frame = this.finish_();
    if (frame) this.tell_(frame);
  }

  /** The tab goes away, perhaps into the back-forward cache. */
  leave(): void {
    const view = this.view_;
    const frame = this.finish_();
    if (!view || !frame) return;
    const ago_ms = Math.round(performance.now() - view.opened_at);
    const words = ago_ms < young_ms ? [{ ...view.page, ago_ms }, frame] : [frame];
    if (!this.last_words_(words)) this.tell_(frame);
  }

  private finish_(): DwellFrame | null {
    const view = this.view_;
    if (!view) return null;
    view.meter.look(performance.now());
    this.view_ = null;
    clearInterval(this.timer_);
    this.timer_ = 0;
    view.over.abort();
    return this.frame_(view, true);
  }

  private readonly input_ = (): void => {
    this.input_at_ = performance.now();
    this.view_?.meter.input(this.input_at_);
  };

  /** Nothing grows while the tab is hidden, so nobody looks. */
  private readonly look_ = (): void => {
    const view = this.view_;
    if (!view) return;
    const { hidden } = document;
    const now = performance.now();
    view.meter.stand(now, !hidden, document.hasFocus());
    if (hidden) clearInterval(this.timer_);
    else if (!this.timer_) this.timer_ = window.setInterval(this.look_, look_every_ms);
    if (hidden) this.timer_ = 0;
    if (!hidden && now - view.told_at < tell_every_ms) return;
    if (this.frame_(view, false).visible_ms !== view.told_ms) this.tell();
  };

  private frame_({ page, meter }: View, over: boolean): DwellFrame {
    return {
      type: "dwell",
      view: page.view,
      visible_ms: Math.round(meter.visible_ms),
      active_ms: Math.round(meter.active_ms),
      over,
    };
  }
}
