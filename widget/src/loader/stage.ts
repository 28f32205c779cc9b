/**
 * The widget's place on the page: one host element on <html>, outside of any <body> that a
 * framework swaps, an open Shadow DOM, constructable style sheets. Nothing is put into the page's
 * own tree or styles, and key and input events of the chat do not reach the page's shortcuts.
 */

import type { Palette } from "../shared/colour.ts";
import type { Config } from "./config.ts";
import launcher_css from "./launcher.css";

const kept_inside =
  "keydown keyup keypress beforeinput input change paste copy cut focusin focusout " +
  "compositionstart compositionupdate compositionend";
const narrow_query = "(max-width: 519px), (max-height: 419px) and (max-width: 959px)";
const svg = "http://www.w3.org/2000/svg";

export class Stage {
  readonly host = document.createElement("usher-widget");
  readonly root = document.createElement("div");
  readonly launcher = document.createElement("button");
  private readonly badge_ = document.createElement("span");
  private readonly shadow_ = this.host.attachShadow({ mode: "open" });
  private readonly vars_ = new CSSStyleSheet();
  private readonly dark_ = matchMedia("(prefers-color-scheme: dark)");
  private readonly narrow_ = matchMedia(narrow_query);
  private colour_ = "";
  private palette_: Palette = () => ({});
  private config_: Config;

  constructor(
    config: Config,
    private readonly moved_: () => void,
  ) {
    this.config_ = config;
    this.shadow_.adoptedStyleSheets = [this.vars_];
    this.add_style(launcher_css);
    this.root.className = "root";
    this.launcher.type = "button";
    this.launcher.className = "launcher";
    this.launcher.hidden = true;
    this.badge_.className = "badge";
    this.badge_.hidden = true;
    this.badge_.ariaHidden = "true";
    this.launcher.append(
      icon(
        "chat",
        "M21 11.5a8.4 8.4 0 0 1-9 8.4 9.6 9.6 0 0 1-3.9-.8L3 20.5l1.5-4.3A8 8 0 0 1 3 11.5 " +
          "8.7 8.7 0 0 1 12 3a8.7 8.7 0 0 1 9 8.5ZM8 11.5h.01M12 11.5h.01M16 11.5h.01",
      ),
      icon("fold", "m6 9 6 6 6-6"),
      this.badge_,
    );
    this.root.append(this.launcher);
    this.shadow_.append(this.root);
    for (const type of kept_inside.split(" ")) this.host.addEventListener(type, keep_inside);
    this.dark_.addEventListener("change", this.refresh_);
    this.narrow_.addEventListener("change", this.refresh_);
    window.visualViewport?.addEventListener("resize", this.refresh_);
    window.visualViewport?.addEventListener("scroll", this.refresh_);
    this.configure(config);
  }

  /** Also puts the host back where a page threw it out. */
  attach(): void {
    if (!this.host.isConnected) document.documentElement.append(this.host);
  }

  configure(config: Config): void {
    this.config_ = config;
    this.refresh_();
  }

  /** The owner's colour, and what makes readable shades of it. */
  colour(colour: string, palette: Palette): void {
    if (colour === this.colour_) return;
    this.colour_ = colour;
    this.palette_ = palette;
    this.refresh_();
  }

  language(locale: string): void {
    this.root.lang = locale;
    this.root.dir = /^(ar|fa|he|ur)\b/.test(locale) ? "rtl" : "ltr";
  }

  narrow(): boolean {
    return this.narrow_.matches;
  }

  add_style(css: string): void {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    this.shadow_.adoptedStyleSheets = [...this.shadow_.adoptedStyleSheets, sheet];
  }

  show_launcher(label: string, unread: number, open: boolean): void {
    this.launcher.hidden = this.config_.launcher !== "bubble" || this.config_.mode === "page";
    this.launcher.ariaLabel = label;
    this.launcher.ariaExpanded = String(open);
    this.badge_.textContent = unread > 99 ? "99+" : String(unread);
    this.badge_.hidden = unread === 0 || open;
  }

  remove(): void {
    this.dark_.removeEventListener("change", this.refresh_);
    this.narrow_.removeEventListener("change", this.refresh_);
    window.visualViewport?.removeEventListener("resize", this.refresh_);
    window.visualViewport?.removeEventListener("scroll", this.refresh_);
    this.host.remove();
  }

  private readonly refresh_ = (): void => {
    const { theme, position, mode } = this.config_;
    const dark = theme === "dark" || (theme === "auto" && this.dark_.matches);
    const set = this.root.dataset;
    set["theme"] = dark ? "dark" : "light";
    set["side"] = position;
    this.root.toggleAttribute("data-narrow", this.narrow());
    this.root.toggleAttribute("data-page", mode === "page");
    const vars = this.palette_(this.colour_, dark);
    // With the keyboard up, only the visual viewport tells what can be seen. Pinch-zoom must not
    // reflow.
    const viewport = window.visualViewport;
    if (viewport && this.narrow() && viewport.scale === 1) {
      vars["--height"] = `${viewport.height}px`;
      vars["--top"] = `${viewport.offsetTop}px`;
    }
    const rules = Object.entries(vars).map(([name, value]) => `${name}:${value};`);
    this.vars_.replaceSync(`.root{${rules.join("")}}`);
    this.moved_();
  };
}

/** Whether one of the page's own buttons was clicked, when the launcher is a selector of them. */
export function hits(launcher: string, { target }: Event): boolean {
  if (launcher === "bubble" || launcher === "none" || !(target instanceof Element)) return false;
  try {
    return target.closest(launcher) !== null;
  } catch {
    return false; // Not a selector.
  }
}

function keep_inside(event: Event): void {
  event.stopPropagation();
}

function icon(name: string, path: string): SVGSVGElement {
  const picture = document.createElementNS(svg, "svg");
  const line = document.createElementNS(svg, "path");
  picture.setAttribute("class", name);
  picture.setAttribute("viewBox", "0 0 24 24");
  picture.ariaHidden = "true";
  line.setAttribute("d", path);
  picture.append(line);
  return picture;
}
