/** The pages of a visit, newest on top, each with how long it was looked at. */
import { t } from "../i18n/text.ts";
import { isOpen } from "../state/trail.ts";
import type { PageView } from "../state/wire.ts";
import { clock } from "../time/format.ts";
import { Address } from "./address.tsx";
import { ClockTime } from "./clock.tsx";

export function Trail({
  trail,
  online,
}: {
  readonly trail: readonly PageView[];
  readonly online: boolean;
}) {
  return (
    <ol class="trail" reversed>
      {trail
        .map((page, index) => ({ page, index, open: isOpen(trail, index, online) }))
        .reverse()
        .map(({ page, index, open }) => (
          <li key={`${page.at} ${index}`} class={open ? "open" : ""}>
            <div class="trail-page">
              <Address url={page.url} title={page.title} />
            </div>
            <div class="trail-when">
              <ClockTime at={page.at} />
              {page.visible_ms === undefined ? null : <span>{dwellText(page)}</span>}
              {open ? <span class="trail-open">{t("visitor.open_now")}</span> : null}
            </div>
          </li>
        ))}
    </ol>
  );
}

/** As the visitor's browser counts. */
function dwellText({ visible_ms = 0, active_ms = 0 }: PageView): string {
  const seen = clock(visible_ms);
  const active = clock(active_ms);
  return active_ms < 1000
    ? t("visitor.seen", { seen })
    : t("visitor.seen_active", { seen, active });
}
