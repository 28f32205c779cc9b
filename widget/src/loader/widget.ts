/** One booted embed: binds chat, stage, tracker and panel, and tells the page what happens. */

import type { ExtrasModule } from "../extras/main.ts";
import type { Attention } from "../panel/attention.ts";
import type { Chat, LineModule } from "../line/chat.ts";
import type { Happening } from "../line/happenings.ts";
import type { Host, InviteModule, Mounted, PanelModule } from "../shared/shell.ts";
import { empty_state, is_open, unread_count } from "../shared/state.ts";
import type { ChatState } from "../shared/state.ts";
import { choose_locale } from "./config.ts";
import type { Config } from "./config.ts";
import type { Emitter } from "./emitter.ts";
import { fact } from "./facts.ts";
import { Stage, hits } from "./stage.ts";
import { Store } from "./storage.ts";
import { Tracker } from "./tracker.ts";
import { words } from "./words.ts";

type TextsModule = { default: Host["texts"] };

export class Widget {
  private readonly store_: Store;
  private readonly stage_: Stage;
  private chat_: Chat | null = null;
  /** What was asked before the chat's own code came. */
  private early_: ((chat: Chat) => void)[] = [];
  private readonly tracker_: Tracker;
  private attention_: Attention | null = null;
  private readonly watchers_ = new Set<() => void>();
  private locale_ = "";
  private open_ = false;
  private panel_: Mounted | null = null;
  private loading_ = 0;
  private ready_ = false;
  private open_when_ready_ = false;
  private invite_: Promise<unknown> | null = null;
  /** Ends what listens to the page, and everything. */
  private readonly over_ = new AbortController();
  private asked_ = false; // The visitor has not said yet whether it may be known again.

  constructor(
    private config_: Config,
    private readonly origin_: string,
    private readonly emitter_: Emitter,
  ) {
    this.store_ = new Store(config_.site);
    this.stage_ = new Stage(config_, () => this.tell_());
    this.tracker_ = new Tracker((view) => {
      this.stage_.attach();
      if (this.store_.held) return;
      this.ask((chat) => chat.page(view));
      emitter_.emit("page", { url: view.url });
    });
    this.set_locale_();
    const { launcher } = this.stage_;
    launcher.addEventListener("click", () => this.toggle());
    for (const event of ["pointerenter", "focus"])
      launcher.addEventListener(event, () => this.prepare_());
    const until = { signal: this.over_.signal };
    document.addEventListener("click", this.page_click_, until);
    document.addEventListener("visibilitychange", this.back_, until);
    window.addEventListener("online", this.back_, until);
    // A page in the back-forward cache must hold neither socket nor lock.
    window.addEventListener("pagehide", () => this.chat_?.stop(), until);
    window.addEventListener("pageshow", this.wake_, until);
    this.stage_.attach();
    this.asked_ = config_.consent.startsWith("required") && !this.store_.get("consent");
    if (this.asked_) {
      this.store_.hold(true);
      this.become_ready_();
    } else this.begin_();
  }

  private begin_(): void {
    if (!this.store_.held) this.tracker_.start();
    void this.load_chat_();
  }

  /** Whether the visitor may be known again, and its pages be told. Either way it may chat. */
  consent(yes: boolean): void {
    this.store_.hold(!yes);
    if (!yes) this.tracker_.stop();
    if (!yes) this.early_ = [];
    if (!yes) this.chat_?.forget();
    if (this.asked_) this.begin_();
    this.asked_ = false;
  }

  open(by_user = true): void {
    if (this.open_ || !this.ready_) {
      this.open_when_ready_ ||= by_user;
      return;
    }
    this.open_ = true;
    this.stage_.root.toggleAttribute("data-open", true);
    this.chat_?.view(true, by_user);
    if (by_user) this.store_.set("open", "1");
    void this.mount_(by_user);
    this.show_launcher_();
    this.emitter_.emit("open");
  }

  close(by_user = true): void {
    this.open_when_ready_ = false;
    if (!this.open_ || this.config_.mode === "page") return;
    const focused = document.activeElement === this.stage_.host;
    this.open_ = false;
    this.loading_ += 1;
    this.stage_.root.removeAttribute("data-open");
    this.panel_?.unmount();
    this.panel_ = null;
    this.chat_?.view(false, by_user);
    if (by_user) this.store_.remove("open");
    if (focused) this.stage_.launcher.focus({ preventScroll: true });
    this.show_launcher_();
    this.emitter_.emit("close");
  }

  toggle(): void {
    if (this.open_) this.close();
    else this.open();
  }

  update(config: Config): void {
    this.config_ = config;
    this.stage_.configure(config);
    this.set_locale_();
  }

  /** Takes away everything that was added to the page and the browser. */
  shutdown(): void {
    this.over_.abort();
    this.tracker_.stop();
    this.chat_?.stop();
    this.attention_?.stop();
    this.panel_?.unmount();
    this.stage_.remove();
    this.store_.clear();
  }

  /** Of the chat, as soon as its code is there. */
  ask(wish: (chat: Chat) => void): void {
    if (this.chat_) wish(this.chat_);
    else this.early_.push(wish);
  }

  track(event?: string): void {
    if (!this.store_.held) this.ask((chat) => chat.track(event));
  }

  track_page(url?: string, title?: string): void {
    this.tracker_.view(url, title);
  }

  get(name: string): unknown {
    const own = { ready: this.ready_, open: this.open_, locale: this.locale_ };
    return fact(name, this.state_(), { ...own, site: this.config_.site });
  }

  private async load_chat_(): Promise<void> {
    try {
      const line = await this.load_<LineModule>(CHUNKS.line);
      if (this.over_.signal.aborted) return;
      const chat = new line.Chat(
        {
          base_url: this.config_.baseUrl,
          site: this.config_.site,
          store: this.store_,
          locale: () => this.locale_,
          redact: () => this.config_.redact,
        },
        {
          changed: (state, news) => {
            if (state.site) this.stage_.colour(state.site.colour, line.palette);
            this.changed_(state, news);
          },
          failed: (code, message) => this.failed_(code, message),
          viewed: (open) => (open ? this.open(false) : this.close(false)),
        },
      );
      this.chat_ = chat;
      chat.start();
      for (const ask of this.early_.splice(0)) ask(chat);
    } catch {
      this.failed_("unreachable", "no answer");
    }
  }

  private state_(): ChatState {
    return this.chat_?.state ?? empty_state;
  }

  private load_<Module>(file: string): Promise<Module> {
    return import(`${this.origin_}/w/${file}`) as Promise<Module>;
  }

  private set_locale_(): void {
    const page = document.documentElement.lang;
    const wishes = [this.config_.locale, page, ...navigator.languages].filter(Boolean);
    const locale = choose_locale(wishes, Object.keys(CHUNKS.locales));
    if (locale === this.locale_) return;
    this.locale_ = locale;
    this.stage_.language(locale);
    this.show_launcher_();
    if (!this.open_) return;
    this.panel_?.unmount();
    this.panel_ = null;
    void this.mount_(false);
  }

  private prepare_(): void {
    this.fetch_panel_().catch(() => undefined);
  }

  private fetch_<Module>(chunk: string): Promise<[Module, TextsModule]> {
    const texts = this.load_<TextsModule>(CHUNKS.locales[this.locale_] ?? "");
    return Promise.all([this.load_<Module>(chunk), texts]);
  }

  private readonly style_ = (css: string): void => this.stage_.add_style(css);

  private async fetch_panel_(): Promise<[PanelModule, TextsModule]> {
    const [panel, texts] = await this.fetch_<PanelModule>(CHUNKS.panel);
    if (!this.attention_ && !this.over_.signal.aborted) {
      this.attention_ = new panel.Attention(`usher:chime:${this.config_.site}`);
      this.flash_();
    }
    return [panel, texts];
  }

  private async mount_(take_focus: boolean): Promise<void> {
    const turn = (this.loading_ += 1);
    try {
      const [panel, texts] = await this.fetch_panel_();
      if (turn !== this.loading_ || !this.open_) return;
      this.panel_ = panel.mount(this.stage_.root, this.host_(texts), this.style_);
      if (take_focus) this.panel_.focus();
    } catch (error) {
      this.open_ = false;
      this.stage_.root.removeAttribute("data-open");
      this.failed_("panel_unavailable", String(error));
    }
  }

  private host_({ default: texts }: TextsModule): Host {
    return {
      texts,
      locale: this.locale_,
      page: this.config_.mode === "page",
      wanted: this.config_,
      store: this.store_,
      state: () => this.state_(),
      narrow: () => this.stage_.narrow(),
      watch: (listener) => {
        this.watchers_.add(listener);
        return () => void this.watchers_.delete(listener);
      },
      ask: (wish) => this.ask(wish),
      asked: () => this.asked_,
      consent: (yes) => this.consent(yes),
      extras: () => this.load_<ExtrasModule>(CHUNKS.extras),
      hide: () => this.close(),
      show: (by_user) => this.open(by_user),
      emitter: this.emitter_,
    };
  }

  private changed_(state: ChatState, news: readonly Happening[]): void {
    if (state.site && !this.ready_) this.become_ready_();
    // A conversation calls for the panel's code: it sounds and flashes, too.
    if (is_open(state) && !this.attention_) this.prepare_();
    if (state.invited)
      this.invite_ ??= this.fetch_<InviteModule>(CHUNKS.invite)
        .then(([invite, texts]) => {
          if (this.over_.signal.aborted) return;
          invite.mount(this.stage_.root, this.host_(texts), this.style_);
        })
        .catch(() => (this.invite_ = null));
    for (const { event, detail } of news) {
      this.emitter_.emit(event, detail);
      if (event === "message" && !this.watching_() && this.store_.get("sound") !== "off")
        this.attention_?.chime();
      if (event === "unread") this.flash_();
    }
    this.seen_();
    this.show_launcher_();
    this.tell_();
  }

  private flash_(): void {
    const unread = unread_count(this.state_());
    this.attention_?.flash(unread ? `(${unread}) ${words[this.locale_]?.flash ?? ""}` : "");
  }

  private become_ready_(): void {
    this.ready_ = true;
    this.show_launcher_();
    this.emitter_.emit("ready");
    // A panel left open on the last page opens again, but never over a phone's whole screen.
    const was_open = this.store_.get("open") === "1" && !this.stage_.narrow();
    if (this.open_when_ready_) this.open();
    else if (this.config_.mode === "page" || was_open) this.open(false);
  }

  private failed_(code: string, message: string): void {
    console.info(`[usher] ${code}: ${message}`);
    this.emitter_.emit("error", { code });
  }

  private watching_(): boolean {
    return this.open_ && this.panel_ !== null && !document.hidden;
  }

  private readonly back_ = (): void => {
    if (!document.hidden) this.chat_?.wake();
    this.seen_();
  };

  private readonly seen_ = (): void => {
    if (!document.hidden) this.attention_?.flash("");
    if (this.watching_()) this.chat_?.mark_read();
  };

  private show_launcher_(): void {
    const label = words[this.locale_];
    if (!label || !this.ready_) return;
    const unread = unread_count(this.state_());
    const count = unread && !this.open_ ? ` (${label.unread.replace("{n}", String(unread))})` : "";
    this.stage_.show_launcher((this.open_ ? label.close : label.open) + count, unread, this.open_);
  }

  private tell_(): void {
    for (const watcher of this.watchers_) watcher();
  }

  /** The page's own buttons, when the launcher is a selector; they may come and go. */
  private readonly page_click_ = (event: Event): void => {
    if (hits(this.config_.launcher, event)) this.toggle();
  };

  private readonly wake_ = (event: PageTransitionEvent): void => {
    if (!event.persisted) return;
    this.chat_?.start();
    this.tracker_.view();
  };
}
