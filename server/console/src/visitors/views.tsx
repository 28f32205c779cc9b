/** Filters and an order under a name, kept in this browser. */
import { useState } from "preact/hooks";
import { t } from "../i18n/text.ts";
import { Icon } from "../kit/icon.tsx";
import { useDesk } from "../state/desk.ts";
import {
  first_sort,
  isFiltered,
  no_filter,
  type SavedView,
  saved_views_max,
  view_name_max,
} from "../state/visitor_rows.ts";

const everyone = { filter: no_filter, sort: first_sort };

export function Views() {
  const { visitors } = useDesk();
  const filter = visitors.filter.value;
  const sort = visitors.sort.value;
  const same = (view: Pick<SavedView, "filter" | "sort">): boolean =>
    JSON.stringify([view.filter, view.sort]) === JSON.stringify([filter, sort]);
  const views = visitors.views.value;
  const fresh = !same(everyone) && !views.some(same);
  return (
    <nav class="visitor-views" aria-label={t("visitors.views")}>
      <button
        type="button"
        class="visitor-view"
        aria-pressed={same(everyone)}
        onClick={() => visitors.show(everyone)}
      >
        {t("visitors.view_all")}
      </button>
      {views.map((view) => (
        <span key={view.name} class="visitor-view-kept">
          <button
            type="button"
            class="visitor-view"
            aria-pressed={same(view)}
            onClick={() => visitors.show(view)}
          >
            {view.name}
          </button>
          <button
            type="button"
            class="icon-button tiny"
            onClick={() => visitors.remove(view.name)}
          >
            <Icon name="close" />
            <span class="hidden">{t("visitors.view_delete", { name: view.name })}</span>
          </button>
        </span>
      ))}
      {fresh && (isFiltered(filter) || sort !== first_sort) ? <Keep /> : null}
    </nav>
  );
}

function Keep() {
  const desk = useDesk();
  const [name, setName] = useState<string | null>(null);
  if (name === null) {
    return (
      <button type="button" class="text-button" onClick={() => setName("")}>
        {t("visitors.view_save")}
      </button>
    );
  }
  const keep = (event: Event): void => {
    event.preventDefault();
    const wanted = name.trim();
    if (wanted === "") return;
    if (!desk.visitors.save(wanted)) {
      desk.parts.toasts.show("bad", t("visitors.view_full", { n: saved_views_max }));
    }
    setName(null);
  };
  return (
    <form class="visitor-keep" onSubmit={keep}>
      <input
        value={name}
        maxLength={view_name_max}
        aria-label={t("visitors.view_name")}
        placeholder={t("visitors.view_name")}
        ref={(input) => input?.focus()}
        onInput={({ currentTarget }) => setName(currentTarget.value)}
        onKeyDown={({ key }) => {
          if (key === "Escape") setName(null);
        }}
      />
      <button type="submit" class="button" disabled={name.trim() === ""}>
        {t("visitors.view_save")}
      </button>
    </form>
  );
}
