/** The settings in the desk's place. Their pages are loaded when somebody first opens them. */
import { signal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { t } from "../i18n/text.ts";
import { Icon } from "../kit/icon.tsx";
import { type SettingsPage, useDesk } from "../state/desk.ts";

export interface SettingsProps {
  readonly page: SettingsPage;
}

type Part = ComponentType<SettingsProps> | "loading" | "failed";
const part = signal<Part>("loading");

async function load(): Promise<void> {
  if (typeof part.value === "function") return;
  part.value = "loading";
  try {
    part.value = (await import("../admin/pages.tsx")).Pages;
  } catch {
    part.value = "failed";
  }
}

export function Settings({ page }: SettingsProps) {
  const desk = useDesk();
  useEffect(() => void load(), []);
  const { value: Loaded } = part;
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
      {Loaded === "loading" ? (
        <p class="muted settings-note">{t("settings.loading")}</p>
      ) : Loaded === "failed" ? (
        <p class="settings-note">
          {t("settings.failed")}{" "}
          <button type="button" class="text-button" onClick={() => void load()}>
            {t("common.retry")}
          </button>
        </p>
      ) : (
        <Loaded page={page} />
      )}
    </main>
  );
}
