/** Where a visitor's address lies, in words. */
import { locale } from "../i18n/text.ts";
import type { Region, RegionNames } from "./wire.ts";

const namesOf = (region: Region): RegionNames => (locale.value === "zh-CN" ? region.zh : region.en);

/** In Chinese the largest comes first, in English last; a city that is its own province once. */
function joined(country: string, { province, city }: RegionNames): string {
  const own = province.startsWith(city);
  const parts = [country, province, own ? "" : city].filter((part) => part !== "");
  return locale.value === "zh-CN" ? parts.join(" ") : parts.reverse().join(", ");
}

/** "中国 广东 深圳", "Shenzhen, Guangdong, China" */
export function regionText(region: Region): string {
  const names = namesOf(region);
  return joined(names.country, names);
}

export const countryText = (region: Region): string => namesOf(region).country;

/** "广东 深圳"; empty when no more than the country is known. */
export const placeText = (region: Region): string => joined("", namesOf(region));

/** The largest first, so that neighbours stand together. */
export function regionOrder(region: Region): string {
  const { country, province, city } = namesOf(region);
  return [country, province, city].join("\n");
}

/** All its names, in both languages, to be searched. */
export const regionWords = ({ zh, en }: Region): readonly string[] =>
  [zh, en].flatMap(({ country, province, city }) => [country, province, city]);

const countryKey = ({ country, en }: Region): string => country || en.country;

/** What a filter may ask for: "CN", then "CN/Guangdong". The same in every language. */
export function regionKeys(region: Region): readonly string[] {
  const country = countryKey(region);
  const { province } = region.en;
  return [country, ...(province === "" ? [] : [`${country}/${province}`])];
}

/** A key of regionKeys() as people read it. */
export function keyText(key: string, region: Region): string {
  const { country, province } = namesOf(region);
  return key.includes("/") ? `${country} · ${province}` : country;
}
