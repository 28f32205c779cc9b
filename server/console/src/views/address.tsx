/** Addresses that visitors were at, for people to read and to open. */
import { t } from "../i18n/text.ts";

/** An address that may become a link: http and https only, so no script can hide in a referrer. */
export function safeLink(url: string): string | null {
  try {
    const { protocol } = new URL(url);
    return protocol === "https:" || protocol === "http:" ? url : null;
  } catch {
    return null;
  }
}

function decoded(url: string): string {
  try {
    return decodeURI(url);
  } catch {
    return url;
  }
}

/** An address without the scheme and the trailing slash, as people say it: 龙井, not %E9%BE%99. */
export function plainAddress(url: string): string {
  return decoded(url).replace(/^https?:\/\/(www\.)?/, "").replace(/\/$/, "");
}

export function Address({ url, title }: { readonly url: string; readonly title?: string }) {
  const href = safeLink(url);
  const text = title === undefined || title === "" ? plainAddress(url) : title;
  if (href === null) return <span title={url}>{text}</span>;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow" title={url}>
      {text}
      <span class="hidden">{` (${t("visitor.opens_new")})`}</span>
    </a>
  );
}
