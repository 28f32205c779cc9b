/** What a visitor browses with, in words. */
import { isKey, t } from "../i18n/text.ts";
import type { Device } from "./wire.ts";

/** A word that is newer than this page is shown as it came. */
function spoken(part: "browser" | "system", word: string): string {
  const key = `device.${part}.${word}`;
  return isKey(key) ? t(key) : word;
}

/** "Chrome 142"; empty when it is not known. */
export function browserText({ browser, version }: Pick<Device, "browser" | "version">): string {
  const name = spoken("browser", browser);
  return name === "" || version === 0 ? name : `${name} ${version}`;
}

/** "Phone · Android" */
export function systemText({ kind, system }: Pick<Device, "kind" | "system">): string {
  const parts = [t(`device.kind.${kind}`), spoken("system", system)];
  return parts.filter((part) => part !== "").join(" · ");
}

export function deviceText(device: Device): string {
  return [browserText(device), systemText(device)].filter((part) => part !== "").join(" · ");
}
