/** Whether what is known of a visitor was proven, in words: beside a name, or beside one value. */
import { t } from "../i18n/text.ts";
import type { Standing } from "../state/wire.ts";
import { Icon } from "./icon.tsx";

export function StandingMark({ standing }: { readonly standing: Standing }) {
  if (standing === "anonymous") return null;
  return (
    <span class={`proof ${standing}`} title={t(`identity.${standing}_hint`)}>
      {standing === "unverified" ? null : <Icon name="check" />}
      {t(`identity.${standing}`)}
    </span>
  );
}
