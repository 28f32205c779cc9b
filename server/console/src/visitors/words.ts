/** What a row of the table says of its visitor. */
import { t } from "../i18n/text.ts";
import { shortId } from "../state/selectors.ts";
import { originText } from "../state/source.ts";
import type { Source, VisitorRow } from "../state/wire.ts";

export const nameOf = ({ name, visitor }: Pick<VisitorRow, "name" | "visitor">): string =>
  name.trim() === "" ? t("list.visitor", { short: shortId(visitor) }) : name;

const asSource = ({ channel, source }: Pick<VisitorRow, "channel" | "source">): Source => ({
  channel,
  keyword_state: "none",
  ...(source === "" ? {} : { name: source }),
});

/** "Baidu search" */
export const originOf = (row: Pick<VisitorRow, "channel" | "source">): string =>
  originText(asSource(row));
