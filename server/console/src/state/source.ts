/** Where a visit came from, in words. */
import { isKey, t } from "../i18n/text.ts";
import type { Source } from "./wire.ts";

/** "baidu" as people call it; a name that is newer than this page is shown as it came. */
function spoken(name: string): string {
  const key = `source.name.${name}`;
  return isKey(key) ? t(key) : name;
}

/** "Baidu search": without what was searched for. */
export function originText(source: Source): string {
  const name = source.name ?? source.ad_network;
  const named = name === undefined ? undefined : spoken(name);
  switch (source.channel) {
    case "direct":
      return t("visitor.direct");
    case "internal":
      return t("source.internal");
    case "search":
      return t("source.search", { name: named ?? source.host ?? "" });
    case "ad":
      return named === undefined ? t("source.ad_unnamed") : t("source.ad", { name: named });
    case "email":
      return named ?? t("source.email");
    case "social":
      return named ?? t("source.social");
    case "referral":
      return named ?? source.host ?? t("source.campaign_link");
  }
}

/** "Baidu search · keyword 在线客服" */
export function sourceText(source: Source): string {
  const { keyword, keyword_state } = source;
  const parts = [originText(source)];
  if (keyword !== undefined) parts.push(t("source.keyword", { keyword }));
  else if (keyword_state === "hidden") parts.push(t("source.hidden"));
  return parts.join(" · ");
}

/** "spring · google / cpc · 在线客服"; empty without a campaign. */
export function campaignText(source: Source): string {
  const { campaign } = source;
  if (campaign === undefined) return "";
  const from = [campaign.source, campaign.medium].filter((part) => part !== "").join(" / ");
  const parts = [campaign.name, from, campaign.term, campaign.content];
  return parts.filter((part) => part !== "").join(" · ");
}
