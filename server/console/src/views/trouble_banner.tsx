/** What the server's check of itself found; supervisors and admins are told. */
import { isKey, locale, t } from "../i18n/text.ts";
import { Icon } from "../kit/icon.tsx";
import { useDesk } from "../state/desk.ts";
import type { Trouble } from "../state/wire.ts";
import { time } from "../time/format.ts";

/** A law in words; one that this console does not know yet by its name. */
export function lawText(law: string): string {
  const key = `trouble.law.${law}`;
  return isKey(key) ? t(key) : t("trouble.law_other", { law });
}

export function TroubleBanner() {
  const desk = useDesk();
  return (
    <div class="banners" role="status">
      {desk.troubles.value.map((trouble) => (
        <Line key={trouble.law} trouble={trouble} />
      ))}
    </div>
  );
}

function Line({ trouble }: { readonly trouble: Trouble }) {
  const values = { law: lawText(trouble.law), time: time(trouble.since, locale.value) };
  return (
    <p class={trouble.repaired ? "banner" : "banner bad"}>
      <Icon name={trouble.repaired ? "done" : "alert"} />
      <span>{t(trouble.repaired ? "trouble.repaired" : "trouble.found", values)}</span>
    </p>
  );
}
