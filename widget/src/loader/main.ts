/**
 * The one global name: `Usher(method, …)`. Calls queued by the embed's stub before this script came
 * are answered in order. Reads answer by callback and, once loaded, by value. Nothing here throws
 * at the page.
 */

import { make_config } from "./config.ts";
import type { Config } from "./config.ts";
import { Emitter } from "./emitter.ts";
import type { Handler } from "./emitter.ts";
import { Widget } from "./widget.ts";

type Call = [method?: unknown, ...rest: unknown[]];
type Usher = ((...call: Call) => unknown) & { q?: ArrayLike<unknown>[]; v?: number };

const page = window as unknown as { Usher?: Usher };
const script = document.currentScript;
const emitter = new Emitter();
let config: Config | null = null;
let widget: Widget | null = null;

const as_map = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
const as_text = (value: unknown) => (typeof value === "string" ? value : undefined);

function boot(given: unknown): void {
  config = make_config({ ...embed(), ...as_map(given) });
  if (widget || !config.site) return;
  // Browsers too old for constructable style sheets get no chat rather than a broken page.
  if (!("adoptedStyleSheets" in document)) return console.info("[usher] this browser is too old");
  widget = new Widget(config, origin(), emitter);
}

function shutdown(): void {
  widget?.shutdown();
  widget = null;
  emitter.clear();
}

const texts = ["name", "email", "phone", "external_id", "hash", "token"] as const;

/** The frame's texts are what the page says; everything else is an attribute of the same name. */
function identify(given: unknown): void {
  const { attributes, ...others } = as_map(given);
  const profile: { [key in (typeof texts)[number]]?: string } = {};
  for (const key of texts) {
    const text = as_text(others[key]);
    if (text) profile[key] = text;
    delete others[key];
  }
  const extra = Object.entries({ ...others, ...as_map(attributes) })
    .filter(([, value]) => /^(str|nu|b)/.test(typeof value))
    .map(([key, value]) => [key.slice(0, 64), String(value).slice(0, 1024)]);
  widget?.ask((chat) =>
    chat.identify(
      extra[0] ? { ...profile, attributes: Object.fromEntries(extra.slice(0, 64)) } : profile,
    ),
  );
}

function listen(way: "on" | "once", event: unknown, handler: unknown): () => void {
  if (typeof event !== "string" || typeof handler !== "function") return () => undefined;
  const stop = emitter[way](event, handler as Handler);
  if (event === "ready" && widget?.get("ready")) (handler as Handler)({});
  return stop;
}

const methods: Record<string, (...rest: unknown[]) => unknown> = {
  boot,
  shutdown,
  identify,
  update(given) {
    if (!config) return;
    config = make_config(as_map(given), config);
    widget?.update(config);
  },
  open: () => widget?.open(),
  close: () => widget?.close(),
  toggle: () => widget?.toggle(),
  logout: () => widget?.ask((chat) => chat.forget()),
  setConsent: (yes) => widget?.consent(!!yes),
  on: (event, handler) => listen("on", event, handler),
  once: (event, handler) => listen("once", event, handler),
  off: (event, handler) =>
    emitter.off(String(event), typeof handler === "function" ? (handler as Handler) : undefined),
  get(name, callback) {
    const value = widget?.get(String(name));
    if (typeof callback === "function") (callback as Handler)(value);
    return value;
  },
  trackEvent: (name) => widget?.track(as_text(name)),
  trackPage: (url, title) => widget?.track_page(as_text(url), as_text(title)),
  setAttributes: (attributes) => identify({ attributes }),
  setLocale: (locale) => methods["update"]?.({ locale }),
};

function call(...[method, ...rest]: Call): unknown {
  const known =
    typeof method === "string" && Object.hasOwn(methods, method) ? methods[method] : undefined;
  if (!known) return console.info(`[usher] no such method: ${String(method)}`);
  try {
    return known(...rest);
  } catch (error) {
    return reportError(error);
  }
}

function origin(): string {
  return (
    config?.baseUrl ||
    new URL(script instanceof HTMLScriptElement ? script.src : location.href).origin
  );
}

function embed(): Record<string, unknown> {
  const data: Record<string, unknown> = {
    ...(script instanceof HTMLElement ? script.dataset : {}),
  };
  data["baseUrl"] ??= origin();
  return data;
}

// Pasted twice, or loaded again by a body swap: the first one stays.
if (!page.Usher?.v) {
  const queue = page.Usher?.q ?? [];
  page.Usher = Object.assign(call, { v: 1 });
  const given = make_config(embed());
  if (given.autoload && given.site) boot({});
  for (const entry of Array.from(queue)) call(...(Array.from(entry) as Call));
}
