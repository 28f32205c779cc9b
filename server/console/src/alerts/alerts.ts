/**
 * Tells the agent that somebody waits, wherever the agent looks: a ring that repeats until no
 * offer is left and every alarm of the board is acknowledged, the title, the favicon, and a desktop
 * notification while the window is in the background.
 */
import { effect, type ReadonlySignal, signal } from "@preact/signals";
import type { Timers } from "../heartbeat/timers.ts";
import { t } from "../i18n/text.ts";
import type { Desk } from "../state/desk.ts";
import type { Conversation } from "../state/wire.ts";
import { alarmText } from "./alarm_text.ts";
import { createSound } from "./sound.ts";

export type Permission = NotificationPermission | "absent";

export interface Icons {
  readonly plain: string;
  readonly calling: string;
}

export interface Alerts {
  readonly blocked: ReadonlySignal<boolean>;
  readonly permission: ReadonlySignal<Permission>;
  askPermission(): void;
  unblock(): void;
  test(): void;
  /** Watches a desk; the answer stops it. */
  watch(desk: Desk): () => void;
}

const ring_every_ms = 3500;

function permissionNow(): Permission {
  return typeof Notification === "undefined" ? "absent" : Notification.permission;
}

function setIcon(url: string): void {
  const link = document.querySelector<HTMLLinkElement>("link[rel=icon]");
  if (link !== null && link.getAttribute("href") !== url) link.href = url;
}

/** The title for so many ringing offers and unread messages. Pure but for the language. */
export function titleFor(offers: number, unread: number): string {
  const title = t("app.title");
  if (offers > 0) return t("alerts.title_ringing", { n: offers, title });
  return unread > 0 ? t("alerts.title_unread", { n: unread, title }) : title;
}

/** The rows with a message from their visitor that the earlier ones did not have. */
export function freshlyWritten(
  before: ReadonlyMap<string, Conversation>,
  after: ReadonlyMap<string, Conversation>,
): readonly Conversation[] {
  return [...after.values()].filter((row) => {
    const was = before.get(row.conversation);
    const last = row.last_message;
    return (
      was !== undefined &&
      last !== null &&
      last.kind === "visitor" &&
      last.seq > (was.last_message?.seq ?? 0)
    );
  });
}

export function createAlerts(timers: Timers, icons: Icons): Alerts {
  const sound = createSound();
  const permission = signal(permissionNow());
  const notify = (title: string, body: string, tag: string, onClick: () => void): void => {
    if (permissionNow() !== "granted") return;
    const note = new Notification(title, { body, tag, icon: icons.calling });
    note.onclick = () => {
      window.focus();
      onClick();
      note.close();
    };
  };
  return {
    blocked: sound.blocked,
    permission,
    unblock: sound.unblock,
    askPermission() {
      if (typeof Notification === "undefined") return;
      void Notification.requestPermission().then(() => {
        permission.value = permissionNow();
      });
    },
    test() {
      sound.unblock();
      sound.ring();
      notify(t("alerts.test_title"), t("alerts.test_body"), "usher-test", () => {});
    },
    watch: (desk) => watch(desk, { timers, icons, ring: sound.ring, chime: sound.chime, notify }),
  };
}

interface Means {
  readonly timers: Timers;
  readonly icons: Icons;
  ring(): void;
  chime(): void;
  notify(title: string, body: string, tag: string, onClick: () => void): void;
}

function watch(desk: Desk, means: Means): () => void {
  const stops = [
    showCounts(desk, means),
    ring(desk, means),
    announce(desk, means),
    announceAlarms(desk, means),
    forgetAlarms(desk),
  ];
  return () => {
    for (const stop of stops) stop();
    document.title = t("app.title");
    setIcon(means.icons.plain);
  };
}

function showCounts(desk: Desk, { icons }: Means): () => void {
  return effect(() => {
    const offers = desk.offers.value.length;
    const unread = desk.unread.value;
    document.title = titleFor(offers, unread);
    setIcon(offers + unread > 0 ? icons.calling : icons.plain);
  });
}

/** An alarm that is over and comes again is a new one. */
function forgetAlarms(desk: Desk): () => void {
  return effect(() => desk.board.settle(desk.board.alarms.value));
}

function ring(desk: Desk, { timers, ring: sound }: Means): () => void {
  let cancel: (() => void) | null = null;
  const stop = effect(() => {
    const calls = desk.offers.value.length > 0 || desk.board.alarming.value;
    const rings = calls && desk.parts.preferences.sound.value;
    if (rings === (cancel !== null)) return;
    if (cancel !== null) {
      cancel();
      cancel = null;
    } else {
      sound();
      cancel = timers.every(ring_every_ms, sound);
    }
  });
  return () => {
    stop();
    cancel?.();
  };
}

/** New alarms of the board, while the window is in the background. */
function announceAlarms(desk: Desk, { notify }: Means): () => void {
  const { board, focused } = desk;
  let known = new Set<string>();
  return effect(() => {
    const alarms = board.alarms.value;
    for (const alarm of alarms) {
      const { key } = alarm;
      if (known.has(key) || focused.peek()) continue;
      notify(t("alerts.alarm_title"), alarmText(alarm), key, () => desk.showAlarm(alarm));
    }
    known = new Set(alarms.map(({ key }) => key));
  });
}

function announce(desk: Desk, { chime, notify }: Means): () => void {
  let before: ReadonlyMap<string, Conversation> = desk.conversations.peek();
  let offered = new Set<string>();
  return effect(() => {
    const after = desk.conversations.value;
    const fresh = freshlyWritten(before, after).filter((row) => desk.isMine(row));
    before = after;
    const offers = desk.offers.value;
    const away = !desk.focused.peek();
    for (const row of offers) {
      if (offered.has(row.conversation) || !away) continue;
      const title = t("alerts.offer_title", { name: desk.visitorName(row.visitor) });
      const id = row.conversation;
      notify(title, row.last_message?.start ?? "", id, () => desk.take(id));
    }
    offered = new Set(offers.map((row) => row.conversation));
    const watched = desk.watched.peek()?.conversation;
    const heard = fresh.filter((row) => row.conversation !== watched);
    if (heard.length > 0 && desk.parts.preferences.sound.peek()) chime();
    if (!away) return;
    for (const row of heard) {
      const title = t("alerts.message_title", { name: desk.visitorName(row.visitor) });
      const id = row.conversation;
      notify(title, row.last_message?.start ?? "", id, () => desk.select(id));
    }
  });
}
