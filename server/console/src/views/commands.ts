/** What the palette offers: the desk's actions, then every conversation. */
import type { Alerts } from "../alerts/alerts.ts";
import { locale, localeNames, locales, t } from "../i18n/text.ts";
import type { Desk, DialogName } from "../state/desk.ts";
import { type SettingsPage, settings_pages } from "../state/settings.ts";
import { themes } from "../state/preferences.ts";
import { stateOf, type Tab } from "../state/selectors.ts";
import { steers } from "../state/together.ts";
import type { AgentStatus, Conversation, ParticipantMode } from "../state/wire.ts";

export interface Command {
  readonly key: string;
  readonly label: string;
  readonly detail?: string;
  readonly run: () => void;
}

/** All words must occur in the label or the detail; an empty query keeps everything. */
export function filterCommands(commands: readonly Command[], query: string): readonly Command[] {
  const words = query.toLocaleLowerCase().split(/\s+/);
  return commands.filter(({ label, detail }) => {
    const text = `${label} ${detail ?? ""}`.toLocaleLowerCase();
    return words.every((word) => text.includes(word));
  });
}

const statuses: readonly AgentStatus[] = ["online", "away", "offline"];
const modes: readonly ParticipantMode[] = ["watch", "whisper", "speak"];
const tabs: readonly Tab[] = ["mine", "waiting", "closed"];

/** What a supervisor can do to the conversation that is shown. */
function superviseCommands(desk: Desk, row: Conversation): readonly Command[] {
  const own = row.state === "assigned" && desk.isMine(row);
  if (!steers(desk.me.value) || row.state === "closed" || own) return [];
  const detail = desk.visitorName(row.visitor);
  const command = (key: string, label: string, run: () => void): Command => ({
    key,
    label,
    run,
    detail,
  });
  const { actions } = desk;
  return [
    ...modes.map((mode) =>
      command(mode, t(`supervise.${mode}`), () => actions.join(row.conversation, mode)),
    ),
    command("take_over", t("supervise.take_over"), () => actions.takeOver(row)),
    command("give", t("supervise.give"), () => {
      desk.dialog.value = "transfer";
    }),
  ];
}

function conversationCommands(desk: Desk): readonly Command[] {
  const found: Command[] = [];
  const offer = desk.offers.value[0];
  const waiting = [...desk.conversations.value.values()]
    .filter((row) => row.state === "waiting")
    .sort((a, b) => a.waiting_since - b.waiting_since)[0];
  const current = desk.current.value;
  const add = (key: string, label: string, run: () => void, detail?: string): void => {
    found.push({ key, label, run, ...(detail === undefined ? {} : { detail }) });
  };
  if (offer !== undefined) {
    add(
      "offer",
      t("palette.accept_first"),
      () => desk.take(offer.conversation),
      desk.visitorName(offer.visitor),
    );
  }
  if (waiting !== undefined) {
    add(
      "pick",
      t("palette.pick_longest"),
      () => desk.take(waiting.conversation),
      desk.visitorName(waiting.visitor),
    );
  }
  if (current?.state === "assigned" && desk.isMine(current)) {
    add("reply", t("help.reply"), () => desk.wantReply());
    add("invite", t("invite.label"), () => {
      desk.dialog.value = "invite";
    });
    add("transfer", t("conversation.transfer"), () => {
      desk.dialog.value = "transfer";
    });
    add("hold", t(current.held ? "conversation.retrieve" : "conversation.hold"), () =>
      desk.actions.hold(current.conversation, !current.held),
    );
    add("close", t("conversation.close"), () => {
      desk.dialog.value = "close";
    });
  }
  if (current?.state === "waiting") {
    add("explain", t("explain.heading"), () => {
      desk.dialog.value = "explain";
    });
  }
  if (current !== null && desk.canNote(current)) {
    add("note", t("help.note"), () => desk.wantNote());
  }
  if (current !== null) found.push(...superviseCommands(desk, current));
  if (current?.state === "closed") {
    add("reopen", t("conversation.reopen"), () => desk.actions.reopen(current.conversation));
  }
  return found;
}

function settingsCommands(desk: Desk): readonly Command[] {
  const pages: readonly SettingsPage[] =
    desk.me.value?.role === "admin" ? settings_pages : ["canned"];
  return pages.map((page) => ({
    key: `settings-${page}`,
    label: t("palette.settings", { page: t(`settings.${page}`) }),
    run: () => {
      desk.settings.value = page;
    },
  }));
}

function leadCommands(desk: Desk): readonly Command[] {
  if (!steers(desk.me.value)) return [];
  return (["team", "acts"] as const).map((dialog) => opens(desk, dialog, t(`${dialog}.heading`)));
}

function opens(desk: Desk, dialog: DialogName, label: string): Command {
  const run = (): void => {
    desk.dialog.value = dialog;
  };
  return { key: dialog, label, run };
}

function deskCommands(desk: Desk, alerts: Alerts): readonly Command[] {
  const { theme } = desk.parts.preferences;
  return [
    ...statuses.map((status) => ({
      key: `status-${status}`,
      label: t("palette.status", { status: t(`status.${status}`) }),
      run: () => desk.actions.status(status),
    })),
    ...tabs.map((tab) => ({
      key: `tab-${tab}`,
      label: t("palette.tab", { tab: t(`list.${tab}`) }),
      run: () => {
        desk.showBoard(false);
        desk.tab.value = tab;
        desk.page.value = "list";
      },
    })),
    ...themes.map((value) => ({
      key: `theme-${value}`,
      label: t("palette.theme", { theme: t(`account.theme_${value}`) }),
      run: () => {
        theme.value = value;
      },
    })),
    ...locales.map((value) => ({
      key: `locale-${value}`,
      label: t("palette.language", { language: localeNames[value] }),
      run: () => {
        locale.value = value;
      },
    })),
    opens(desk, "explain_me", t("explain.me_heading")),
    { key: "visitors", label: t("visitors.palette"), run: () => desk.showVisitors(true) },
    { key: "past", label: t("past.palette"), run: () => desk.showPast(true) },
    ...(desk.leads()
      ? [
          {
            key: "board",
            label: t("board.palette"),
            run: () => {
              desk.showBoard(true);
            },
          },
        ]
      : []),
    ...settingsCommands(desk),
    ...leadCommands(desk),
    { key: "test", label: t("palette.test_alert"), run: () => alerts.test() },
    opens(desk, "alerts", t("alerts.heading")),
    opens(desk, "help", t("account.help")),
    opens(desk, "password", t("account.password")),
    { key: "out", label: t("account.sign_out"), run: () => desk.actions.signOut() },
  ];
}

function openCommands(desk: Desk): readonly Command[] {
  return [...desk.conversations.value.values()].map((row) => ({
    key: row.conversation,
    label: desk.visitorName(row.visitor),
    detail: `${desk.queueName(row.queue)} · ${t(`conversation.state_${stateOf(row)}`)}`,
    run: () => desk.select(row.conversation),
  }));
}

/** Conversations come last unless looked for: the commands are few and always in one place. */
export function commandsOf(desk: Desk, alerts: Alerts): readonly Command[] {
  return [...conversationCommands(desk), ...deskCommands(desk, alerts), ...openCommands(desk)];
}
