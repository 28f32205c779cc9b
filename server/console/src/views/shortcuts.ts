/** The keyboard of the desk. Single keys work outside of text fields and can be switched off. */
import { useEffect } from "preact/hooks";
import type { Desk } from "../state/desk.ts";
import { neighbour } from "../state/selectors.ts";
import { modeOf, steers } from "../state/together.ts";
import type { Conversation } from "../state/wire.ts";

export function isApple(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.platform);
}

export function palette_keys(): string {
  return isApple() ? "⌘K" : "Ctrl+K";
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable]")
  );
}

/** What Enter works by itself. */
function isControl(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("button, a, summary");
}

function step(desk: Desk, by: 1 | -1): void {
  const next = neighbour(desk.rows.value, desk.selected.value, by);
  if (next !== null) desk.select(next);
}

/** The oldest ringing offer, else the shown waiting conversation. */
export function acceptSomething(desk: Desk): void {
  const offer = desk.offers.value[0];
  const current = desk.current.value;
  if (offer !== undefined) desk.take(offer.conversation);
  else if (current?.state === "waiting") desk.take(current.conversation);
}

/** The shown conversation, when it is this agent's to act on. */
function own(desk: Desk): Conversation | null {
  const current = desk.current.value;
  return current?.state === "assigned" && desk.isMine(current) ? current : null;
}

function holdOrRetrieve(desk: Desk): void {
  const row = own(desk);
  if (row !== null) desk.actions.hold(row.conversation, !row.held);
}

/** The shown conversation, when a supervisor may act on it. */
function steered(desk: Desk): Conversation | null {
  const current = desk.current.value;
  const open = current !== null && current.state !== "closed" && own(desk) === null;
  return open && steers(desk.me.value) ? current : null;
}

function watchOrLeave(desk: Desk): void {
  const row = steered(desk);
  if (row === null) return;
  const joined = modeOf(row, desk.me.value?.agent ?? "") !== null;
  if (joined) desk.actions.leave(row.conversation);
  else desk.actions.join(row.conversation, "watch");
}

function takeOver(desk: Desk): void {
  const row = steered(desk);
  if (row !== null) desk.actions.takeOver(row);
}

function ask(dialog: "transfer" | "close" | "invite"): (desk: Desk) => void {
  return (desk) => {
    if (own(desk) !== null) desk.dialog.value = dialog;
  };
}

function toggleVisitors(desk: Desk): void {
  desk.showVisitors(!desk.visitors.shown.value);
}

/** The details of the row that is chosen; from there on its conversation. */
function openVisitor(desk: Desk): void {
  const { current, opened } = desk.visitors;
  const row = current.value;
  if (row === null) return;
  const conversation = row.conversation ?? "";
  if (!opened.value) desk.visitors.open(row.visitor);
  else if (desk.conversations.value.has(conversation)) desk.select(conversation);
}

function toggleBoard(desk: Desk): void {
  if (desk.leads()) desk.showBoard(!desk.board.shown.value);
}

const single: Readonly<Record<string, (desk: Desk) => void>> = {
  j: (desk) => step(desk, 1),
  k: (desk) => step(desk, -1),
  r: (desk) => desk.wantReply(),
  n: (desk) => desk.wantNote(),
  t: ask("transfer"),
  i: ask("invite"),
  w: watchOrLeave,
  o: takeOver,
  h: holdOrRetrieve,
  e: ask("close"),
  a: acceptSomething,
  b: toggleBoard,
  v: toggleVisitors,
  "?": (desk) => {
    desk.dialog.value = "help";
  },
};

/** In every view. */
const everywhere: ReadonlySet<string> = new Set(["b", "v", "?"]);
const of_visitors: Readonly<Record<string, (desk: Desk) => void>> = {
  j: (desk) => desk.visitors.step(1),
  k: (desk) => desk.visitors.step(-1),
  enter: openVisitor,
  escape: (desk) => {
    desk.visitors.opened.value = false;
  },
};

/** Runs what a key stands for; true when it stood for something. */
export function press(desk: Desk, event: KeyboardEvent): boolean {
  const command = event.ctrlKey || event.metaKey;
  if (command && !event.altKey && event.key.toLowerCase() === "k") {
    desk.dialog.value = desk.dialog.value === "palette" ? null : "palette";
    return true;
  }
  const elsewhere = desk.dialog.value !== null || desk.settings.value !== null;
  if (elsewhere || event.isComposing) return false;
  // By the key's place: Alt+digit types other characters on some layouts.
  const digit = /^Digit([1-9])$/.exec(event.code)?.[1];
  if (event.altKey && !command && digit !== undefined) {
    const row = desk.rows.value[Number(digit) - 1];
    if (row !== undefined) desk.select(row.conversation);
    return true;
  }
  if (command || event.altKey || isTyping(event.target)) return false;
  if (!desk.parts.preferences.shortcuts.value) return false;
  // The others act on panes that the board and the visitors hide.
  const key = event.key.toLowerCase();
  const { board, visitors } = desk;
  const panes = !board.shown.value && !visitors.shown.value;
  const keys = panes || everywhere.has(key) ? single : visitors.shown.value ? of_visitors : {};
  if (key === "enter" && isControl(event.target)) return false;
  const run = keys[key];
  run?.(desk);
  return run !== undefined;
}

export function useShortcuts(desk: Desk): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (!event.defaultPrevented && press(desk, event)) event.preventDefault();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [desk]);
}
