/** Texts of the settings' pages, in a catalogue of their own that is loaded with them. */
import { fill, type Locale, locale, type Values } from "../i18n/text.ts";
import { en } from "./en.ts";
import { zhCN } from "./zh-CN.ts";

export type Key = keyof typeof zhCN;
export type Catalogue = Readonly<Record<Key, string>>;

const catalogues: Readonly<Record<Locale, Catalogue>> = { "zh-CN": zhCN, en };

export function isWord(key: string): key is Key {
  return Object.hasOwn(zhCN, key);
}

export function words(key: Key, values: Values = {}): string {
  return fill(catalogues[locale.value][key], values);
}

/** What the server found wrong, in our words: those of the field, else those of the code. */
export function faultText(code: string, field: string): string {
  if (code === "missing_field" || code === "login_taken") return words(`code.${code}`);
  if (/\.week\.|\.open$/.test(field)) return words("fault.hours");
  if (/\.dates/.test(field)) return words("fault.dates");
  const place = field
    .replace(/^form\.\d+\./, "form.")
    .replace(/^when\..*\b(operator|name|value)$/, "rule.$1")
    .replace(/^when\b.*/, "rule.conditions")
    .replace(/^more\..*/, "more")
    .replace(/\.\d+$/, "");
  const own = `fault.${place}`;
  if (isWord(own)) return words(own);
  const general = `code.${code}`;
  return isWord(general) ? words(general) : words("code.other", { code });
}
