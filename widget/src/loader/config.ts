/**
 * The settings of one embed: data-* attributes of the script tag, overlaid by what boot() and
 * update() are given.
 */

export interface Config {
  site: string;
  baseUrl: string;
  /** A catalogue's name, or "" to follow the page and then the browser. */
  locale: string;
  /** The queue to ask for when the site has several: its id or its name. */
  queue: string;
  /** A skill that whoever answers should have. */
  tag: string | undefined;
  /** The id of the agent to ask first. */
  agent: string | undefined;
  /** "bubble", "none", or a selector of the page's own buttons. */
  launcher: string;
  position: "left" | "right";
  theme: "auto" | "light" | "dark";
  /** "page": the panel is the whole page, as in /chat/<site>. */
  mode: "widget" | "page";
  autoload: boolean;
  /**
   * "required": nothing is kept, told or connected before the visitor agrees; "notice": what is
   * kept is said. Behind it, after a space, where the site's owner says more.
   */
  consent: string;
  /** Query parameters to drop from addresses, or a function that gives what to tell instead. */
  redact: unknown;
}

function pick<Choice extends string>(
  value: string | undefined,
  first: Choice,
  ...rest: Choice[]
): Choice {
  return rest.find((choice) => choice === value) ?? first;
}

/** Never throws: what makes no sense becomes the default. */
export function make_config(given: Readonly<Record<string, unknown>>, before?: Config): Config {
  const text = (key: keyof Config, limit = 256) => {
    const value = given[key];
    const kept = before?.[key] as string | undefined;
    return typeof value === "string" ? value.slice(0, limit) : kept;
  };
  return {
    site: text("site") ?? "",
    baseUrl: (text("baseUrl", 2048) ?? "").replace(/\/+$/, ""),
    locale: text("locale", 35) ?? "",
    queue: text("queue") ?? "",
    tag: text("tag", 64),
    agent: text("agent", 64),
    consent: text("consent") ?? "",
    launcher: text("launcher") ?? "bubble",
    position: pick(text("position"), "right", "left"),
    theme: pick(text("theme"), "auto", "light", "dark"),
    mode: pick(text("mode"), "widget", "page"),
    redact: given["redact"] ?? before?.redact,
    autoload: String(given["autoload"] ?? before?.autoload) !== "false",
  };
}

/** Exact name, then language with script or region, then language, then the source. */
export function choose_locale(wishes: readonly string[], offered: readonly string[]): string {
  for (const wish of wishes) {
    const lower = wish.toLowerCase();
    if (/^zh\b.*(hant|tw|hk|mo)/.test(lower) && offered.includes("zh-TW")) return "zh-TW";
    const exact = offered.find((name) => name.toLowerCase() === lower);
    if (exact) return exact;
    const language = lower.split("-")[0] ?? "";
    const close = offered.find((name) => language && name.toLowerCase().split("-")[0] === language);
    if (close) return close;
  }
  return wishes.length > 0 && offered.includes("en") ? "en" : "zh-CN";
}
