/** What an alarm says, on the board and on the desktop. */
import { t } from "../i18n/text.ts";
import type { Alarm } from "../state/board_rows.ts";
import { shortId } from "../state/selectors.ts";

export function alarmText({ kind, name, count, held }: Alarm): string {
  if (held === null) {
    return kind === "low_rating" || kind === "word"
      ? ""
      : t(`board.alarm_${kind}`, { name, n: count });
  }
  const visitor = name.trim() === "" ? t("list.visitor", { short: shortId(held.visitor) }) : name;
  if (held.kind === "low_rating") {
    return t("board.alarm_low_rating", { name: visitor, score: held.score ?? 0 });
  }
  return t(`board.alarm_word_${held.by ?? "visitor"}`, { name: visitor, word: held.word ?? "" });
}
