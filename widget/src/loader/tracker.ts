/**
 * Reports each page view once: the load, single-page navigation, and a return from the back-forward
 * cache. Navigation API where there is one, else wrapped history + popstate + hashchange. Never
 * polls.
 */

export interface PageView {
  url: string;
  title: string;
  referrer: string;
}

/** Sites set the title just after the address. */
const settle_ms = 120;

interface NavigationEvents {
  addEventListener(type: "currententrychange", listener: () => void): void;
  removeEventListener(type: "currententrychange", listener: () => void): void;
}

export class Tracker {
  private last_url_ = "";
  private last_page_ = document.referrer;
  private timer_ = 0;
  private readonly undo_: (() => void)[] = [];

  constructor(private readonly report_: (view: PageView) => void) {}

  start(): void {
    const changed = () => this.schedule_();
    const navigation = (window as { navigation?: NavigationEvents }).navigation;
    if (navigation) {
      navigation.addEventListener("currententrychange", changed);
      this.undo_.push(() => navigation.removeEventListener("currententrychange", changed));
    } else {
      for (const event of ["popstate", "hashchange"]) {
        window.addEventListener(event, changed);
        this.undo_.push(() => window.removeEventListener(event, changed));
      }
      this.wrap_("pushState", changed);
      this.wrap_("replaceState", changed);
    }
    this.view();
  }

  stop(): void {
    clearTimeout(this.timer_);
    for (const undo of this.undo_.splice(0)) undo();
  }

  /** Reports the page as it is now, also when the address is the same. */
  view(url = location.href, title = document.title): void {
    this.last_url_ = url;
    this.report_({ url, title, referrer: this.last_page_ });
    this.last_page_ = url;
  }

  private schedule_(): void {
    clearTimeout(this.timer_);
    this.timer_ = window.setTimeout(() => {
      if (location.href !== this.last_url_) this.view();
    }, settle_ms);
  }

  /** Leaves the page's own wrapper in place when somebody wrapped after us. */
  private wrap_(name: "pushState" | "replaceState", changed: () => void): void {
    const before = history[name];
    let active = true;
    const wrapped: typeof before = function (this: History, ...call) {
      before.apply(this, call);
      if (active) changed();
    };
    history[name] = wrapped;
    this.undo_.push(() => {
      active = false;
      if (history[name] === wrapped) history[name] = before;
    });
  }
}
