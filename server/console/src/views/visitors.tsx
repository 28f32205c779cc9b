/** Everyone on the sites now, in the desk's place. */
import { t } from "../i18n/text.ts";
import { Late, latePart } from "../kit/late.tsx";

const page = latePart<object>(async () => (await import("../visitors/page.tsx")).VisitorsPage);

export function Visitors() {
  return (
    // The skip link of the bar leads here as well.
    <main id="conversation" class="visitors" tabIndex={-1} aria-label={t("visitors.heading")}>
      <Late part={page} props={{}} />
    </main>
  );
}
