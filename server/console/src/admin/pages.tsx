/** The settings' pages: canned replies for everybody, all else for administrators. */
import { t } from "../i18n/text.ts";
import { useDesk } from "../state/desk.ts";
import { settings_pages } from "../state/settings_pages.ts";
import type { SettingsProps } from "../views/settings.tsx";
import { AccountPage } from "./account.tsx";
import { AgentsPage } from "./agents.tsx";
import { CannedPage } from "./canned.tsx";
import { FaqPage } from "./faq.tsx";
import { PeoplePage } from "./people.tsx";
import { PrivacyPage } from "./privacy.tsx";
import { QueuesPage } from "./queues.tsx";
import { RulesPage } from "./rules_page.tsx";
import { SitesPage } from "./sites.tsx";
import { WebhooksPage } from "./webhooks.tsx";

export function Pages({ page }: SettingsProps) {
  const desk = useDesk();
  if (desk.me.value === null) return null;
  if (desk.me.value.role !== "admin") return <CannedPage />;
  return (
    <>
      <nav class="settings-nav" aria-label={t("settings.heading")}>
        {settings_pages.map((name) => (
          <button
            key={name}
            type="button"
            aria-current={name === page ? "page" : undefined}
            onClick={() => {
              desk.settings.value = name;
            }}
          >
            {t(`settings.${name}`)}
          </button>
        ))}
      </nav>
      <Page page={page} />
    </>
  );
}

function Page({ page }: SettingsProps) {
  switch (page) {
    case "queues":
      return <QueuesPage />;
    case "agents":
      return <AgentsPage />;
    case "sites":
      return <SitesPage />;
    case "account":
      return <AccountPage />;
    case "canned":
      return <CannedPage />;
    case "webhooks":
      return <WebhooksPage />;
    case "faq":
      return <FaqPage />;
    case "rules":
      return <RulesPage />;
    case "people":
      return <PeoplePage />;
    case "privacy":
      return <PrivacyPage />;
  }
}
