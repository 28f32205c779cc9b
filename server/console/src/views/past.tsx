/** What has been, in the desk's place, and a visitor's part of it beside the conversation. */
import { t } from "../i18n/text.ts";
import { Late, latePart } from "../kit/late.tsx";

const page = latePart<object>(async () => (await import("../past/page.tsx")).PastPage);
const earlier = latePart<EarlierProps>(async () => (await import("../past/earlier.tsx")).Earlier);

export interface EarlierProps {
  readonly visitor: string;
  /** The one that is shown beside it. */
  readonly conversation: string;
}

export function Past() {
  return (
    // The skip link of the bar leads here as well.
    <main id="conversation" class="visitors" tabIndex={-1} aria-label={t("past.heading")}>
      <Late part={page} props={{}} />
    </main>
  );
}

export function Earlier(props: EarlierProps) {
  return <Late part={earlier} props={props} />;
}
