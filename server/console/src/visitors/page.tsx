/** The table of visitors with its filters, and the details of the one that is looked at. */
import { t } from "../i18n/text.ts";
import { Icon } from "../kit/icon.tsx";
import { useDesk } from "../state/desk.ts";
import { isFiltered, no_filter } from "../state/visitor_rows.ts";
import { Details } from "./details.tsx";
import { Filters } from "./filters.tsx";
import { VisitorGrid } from "./grid.tsx";
import { Views } from "./views.tsx";

export function VisitorsPage() {
  const { visitors } = useDesk();
  const table = visitors.table.value;
  const shown = visitors.opened.value ? visitors.current.value : null;
  return (
    <>
      <header class="visitors-header">
        <h2>{t("visitors.heading")}</h2>
        <Count />
        <Views />
      </header>
      <Filters />
      <div class={shown === null ? "visitors-body" : "visitors-body with-details"}>
        {table === null ? (
          <p class="board-wait" role="status">
            {t("visitors.loading")}
          </p>
        ) : visitors.rows.value.length === 0 ? (
          <Nobody />
        ) : (
          <VisitorGrid />
        )}
        {shown === null ? null : <Details row={shown} />}
      </div>
    </>
  );
}

function Count() {
  const { visitors } = useDesk();
  const all = visitors.table.value?.rows.size ?? 0;
  const n = visitors.rows.value.length;
  return (
    <span class="muted visitors-count">
      {n === all ? t("visitors.count", { n }) : t("visitors.count_of", { n, all })}
    </span>
  );
}

function Nobody() {
  const { visitors } = useDesk();
  const narrowed = isFiltered(visitors.filter.value);
  return (
    <div class="empty">
      <Icon name="people" />
      <p>{t(narrowed ? "visitors.none_found" : "visitors.none")}</p>
      {narrowed ? (
        <button type="button" class="button" onClick={() => visitors.narrow(no_filter)}>
          {t("visitors.reset")}
        </button>
      ) : (
        <small>{t("visitors.none_hint")}</small>
      )}
    </div>
  );
}
