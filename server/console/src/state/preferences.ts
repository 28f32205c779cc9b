/** What this browser remembers of the agent's taste. Storage may throw or be absent. */
import { effect, type Signal, signal } from "@preact/signals";
import { guessLocale, type Locale, locale, locales } from "../i18n/text.ts";
import { type Greeting, readGreeting } from "./greeting.ts";
import { readViews, type SavedView } from "./visitor_rows.ts";

export type Theme = "auto" | "light" | "dark";
export const themes: readonly Theme[] = ["auto", "light", "dark"];

export interface Preferences {
  readonly theme: Signal<Theme>;
  readonly sound: Signal<boolean>;
  readonly shortcuts: Signal<boolean>;
  /** Filters and orders of the visitors' table that the agent keeps. */
  readonly visitor_views: Signal<readonly SavedView[]>;
  /** How visitors were invited last, which one click does again. */
  readonly greeting: Signal<Greeting>;
}

const storage_key = "usher.console";

function stored(): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(storage_key) ?? "{}");
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function oneOf<T>(options: readonly T[], value: unknown, otherwise: T): T {
  return options.find((option) => option === value) ?? otherwise;
}

/** Reads the preferences, applies theme and language to the document and stores every change. */
export function loadPreferences(): Preferences {
  const saved = stored();
  const theme = signal(oneOf(themes, saved["theme"], "auto"));
  const sound = signal(saved["sound"] !== false);
  const shortcuts = signal(saved["shortcuts"] !== false);
  const visitor_views = signal(readViews(saved["visitor_views"]));
  const greeting = signal(readGreeting(saved["greeting"]));
  locale.value = oneOf<Locale>(locales, saved["locale"], guessLocale(navigator.languages));
  effect(() => {
    document.documentElement.lang = locale.value;
    document.documentElement.dataset["theme"] = theme.value;
    const values = {
      theme: theme.value,
      sound: sound.value,
      shortcuts: shortcuts.value,
      locale: locale.value,
      visitor_views: visitor_views.value,
      greeting: greeting.value,
    };
    try {
      localStorage.setItem(storage_key, JSON.stringify(values));
    } catch {
      // Private windows may forbid it; the choice then lasts as long as the page.
    }
  });
  return { theme, sound, shortcuts, visitor_views, greeting };
}
