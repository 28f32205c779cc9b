/** The signed-in console: bar, banner, three panes, dialogs. On narrow screens panes are pages. */
import type { Alerts } from "../alerts/alerts.ts";
import { t } from "../i18n/text.ts";
import { Icon } from "../kit/icon.tsx";
import { ToastStack } from "../kit/toasts.tsx";
import type { SessionApi } from "../session.ts";
import { useDesk } from "../state/desk.ts";
import { BoardPage } from "./board/board_page.tsx";
import { Seconds } from "./clock.tsx";
import { ConversationPane } from "./conversation_pane.tsx";
import { AlertsDialog, BlockedSound, CloseDialog, HelpDialog } from "./dialogs.tsx";
import { ListPane } from "./list_pane.tsx";
import { Palette } from "./palette.tsx";
import { Past } from "./past.tsx";
import { PasswordDialog } from "./password_dialog.tsx";
import { ExplainDialog, ExplainMeDialog } from "./routing.tsx";
import { Settings } from "./settings.tsx";
import { useShortcuts } from "./shortcuts.ts";
import { ActsDialog, TeamDialog } from "./team.tsx";
import { InviteDialog } from "./together.tsx";
import { TopBar } from "./top_bar.tsx";
import { TransferDialog } from "./transfer.tsx";
import { TroubleBanner } from "./trouble_banner.tsx";
import { VisitorPane } from "./visitor_pane.tsx";
import { Visitors } from "./visitors.tsx";
import { InviteVisitorDialog } from "../visitors/invite.tsx";

export interface ShellProps {
  readonly api: SessionApi;
  readonly login: string;
  readonly alerts: Alerts;
}

export function Shell({ api, login, alerts }: ShellProps) {
  const desk = useDesk();
  useShortcuts(desk);
  return (
    <div class="shell">
      <TopBar alerts={alerts} />
      <LinkBanner />
      <TroubleBanner />
      <SoundBanner alerts={alerts} />
      {desk.settings.value !== null ? (
        <Settings page={desk.settings.value} />
      ) : desk.board.shown.value && desk.leads() ? (
        <BoardPage />
      ) : desk.visitors.shown.value ? (
        <Visitors />
      ) : desk.past.shown.value ? (
        <Past />
      ) : (
        <main class={`panes page-${desk.page.value}`}>
          <ListPane />
          <ConversationPane />
          <VisitorPane />
        </main>
      )}
      <OfferAnnouncement />
      <ToastStack toasts={desk.parts.toasts} />
      <OpenDialog api={api} login={login} alerts={alerts} />
      {desk.inviting.value === null ? null : <InviteVisitorDialog whom={desk.inviting.value} />}
    </div>
  );
}

function OpenDialog({ api, login, alerts }: ShellProps) {
  const desk = useDesk();
  const close = (): void => {
    desk.dialog.value = null;
  };
  const done = (): void => {
    close();
    desk.parts.toasts.show("good", t("password.done"));
  };
  switch (desk.dialog.value) {
    case null:
      return null;
    case "help":
      return <HelpDialog onClose={close} />;
    case "palette":
      // Running a command may open another dialog, so only the palette's own closing clears it.
      return (
        <Palette
          alerts={alerts}
          onClose={() => {
            if (desk.dialog.peek() === "palette") close();
          }}
        />
      );
    case "password":
      return <PasswordDialog api={api} login={login} onClose={close} onDone={done} />;
    case "transfer":
      return <TransferDialog onClose={close} />;
    case "invite":
      return <InviteDialog onClose={close} />;
    case "team":
      return <TeamDialog onClose={close} />;
    case "explain":
      return <ExplainDialog onClose={close} />;
    case "explain_me":
      return <ExplainMeDialog onClose={close} />;
    case "acts":
      return <ActsDialog onClose={close} />;
    case "close":
      return <CloseDialog onClose={close} />;
    case "alerts":
      return <AlertsDialog alerts={alerts} onClose={close} />;
  }
}

function LinkBanner() {
  const desk = useDesk();
  const link = desk.link.value;
  return (
    <div class="banners" role="status">
      {link.kind === "lost" ? (
        <p class="banner bad">
          <Icon name="alert" />
          <span>
            {link.retry_at === null ? (
              t("link.lost")
            ) : (
              <Seconds until={link.retry_at}>{(seconds) => t("link.lost_in", { seconds })}</Seconds>
            )}
          </span>
          <button type="button" class="text-button" onClick={() => desk.actions.reconnect()}>
            {t("link.now")}
          </button>
        </p>
      ) : link.kind === "stopped" ? (
        <p class="banner bad">
          <Icon name="alert" />
          <span>{t("link.stopped", { code: link.code })}</span>
        </p>
      ) : link.kind === "connected" && link.polling ? (
        <p class="banner">
          <span>{t("link.polling")}</span>
        </p>
      ) : null}
    </div>
  );
}

function SoundBanner({ alerts }: { readonly alerts: Alerts }) {
  const desk = useDesk();
  const expected = desk.me.value?.status === "online" || desk.board.shown.value;
  const matters = expected && desk.parts.preferences.sound.value;
  return matters && alerts.blocked.value ? <BlockedSound alerts={alerts} /> : null;
}

function OfferAnnouncement() {
  const desk = useDesk();
  const first = desk.offers.value[0];
  return (
    <div class="hidden" role="alert">
      {first === undefined
        ? ""
        : t("alerts.offer_title", { name: desk.visitorName(first.visitor) })}
    </div>
  );
}
