/** Texts of the console. Components that call t() re-render when the locale changes. */
import { signal } from "@preact/signals";
import { en } from "./en.ts";
import { zhCN } from "./zh-CN.ts";

export type Key = keyof typeof zhCN;
export type Catalogue = Readonly<Record<Key, string>>;
export type Locale = "zh-CN" | "en";
export type Values = Readonly<Record<string, string | number>>;

export const catalogues: Readonly<Record<Locale, Catalogue>> = { "zh-CN": zhCN, en };
export const locales: readonly Locale[] = ["zh-CN", "en"];
export const localeNames: Readonly<Record<Locale, string>> = { "zh-CN": "简体中文", en: "English" };

export const locale = signal<Locale>("zh-CN");

export function isKey(key: string): key is Key {
  return Object.hasOwn(zhCN, key);
}

export function fill(template: string, values: Values): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : String(value);
  });
}

export function t(key: Key, values: Values = {}): string {
  return fill(catalogues[locale.value][key], values);
}

/** A text for a protocol error code; unknown codes are shown, because support will ask for them. */
export function errorText(code: string): string {
  const key = `error.${code}`;
  return isKey(key) ? t(key) : t("error.other", { code });
}

/** The locale a browser with these languages gets on its first visit. */
export function guessLocale(languages: readonly string[]): Locale {
  const first = languages.find((tag) => /^(zh|en)\b/i.test(tag));
  return first === undefined || /^zh/i.test(first) ? "zh-CN" : "en";
}
