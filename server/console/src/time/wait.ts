/** How long a wait is expected to be, in words. */
import { t } from "../i18n/text.ts";

const minute_ms = 60_000;

/** "2–5 min"; below a minute "under 1 min". */
export function waitRange(low_ms: number, high_ms: number): string {
  const high = Math.max(1, Math.ceil(high_ms / minute_ms));
  const low = Math.floor(low_ms / minute_ms);
  return low === 0 ? t("wait.under", { high }) : t("wait.range", { low, high });
}
