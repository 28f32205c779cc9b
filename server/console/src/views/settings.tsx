/** The settings in the desk's place. Their pages are loaded when somebody first opens them. */
import { t } from "../i18n/text.ts";
import { Icon } from "../kit/icon.tsx";
import { Late, latePart } from "../kit/late.tsx";
import { useDesk } from "../state/desk.ts";
import type { SettingsPage } from "../state/settings.ts";

export interface SettingsProps {
  readonly page: SettingsPage;
}

const pages = latePart<SettingsProps>(async () => (await import("../admin/pages.tsx")).Pages);

export function Settings({ page }: SettingsProps) {
  const desk = useDesk();
  return (
    // The skip link of the bar leads here as well.
    <main id="conversation" class="settings" tabIndex={-1} aria-label={t("settings.heading")}>
      <header class="settings-bar">
        <button
          type="button"
          class="text-button settings-back"
          onClick={() => {
            desk.settings.value = null;
          }}
        >
          <Icon name="back" />
          {t("settings.back")}
        </button>
        {desk.offers.value.length === 0 ? null : (
          <button
            type="button"
            class="button primary"
            onClick={() => {
              desk.settings.value = null;
            }}
          >
            <Icon name="bell" />
            {t("settings.ringing", { n: desk.offers.value.length })}
          </button>
        )}
      </header>
      <Late part={pages} props={{ page }} />
    </main>
  );
}
