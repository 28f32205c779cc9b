/** Times as people read them. All functions are pure: the caller says what time it is. */

const second_ms = 1000;
const day_ms = 86_400_000;

/** 0:42, 12:05, 1:02:33; from two days on whole days ("2d" is left to the caller's locale). */
export function clock(elapsed_ms: number): string {
  const total = Math.max(0, Math.floor(elapsed_ms / second_ms));
  const seconds = String(total % 60).padStart(2, "0");
  const minutes = Math.floor(total / 60) % 60;
  const hours = Math.floor(total / 3600);
  if (hours === 0) return `${minutes}:${seconds}`;
  return `${hours}:${String(minutes).padStart(2, "0")}:${seconds}`;
}

/** Whole seconds until a deadline, never negative: a countdown shows 1 until it is over. */
export function secondsLeft(deadline_at: number, now: number): number {
  return Math.max(0, Math.ceil((deadline_at - now) / second_ms));
}

export function time(at: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" }).format(at);
}

/** With its seconds. */
export function exactTime(at: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { timeStyle: "medium" }).format(at);
}

export function dateTime(at: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" }).format(at);
}

function startOfDay(at: number): number {
  const date = new Date(at);
  date.setHours(0, 0, 0, 0);
  return date.getTime();
}

/** Local calendar days between two instants; 0 for the same day. */
export function daysBetween(earlier: number, later: number): number {
  return Math.round((startOfDay(later) - startOfDay(earlier)) / day_ms);
}

export type Day = { kind: "today" } | { kind: "yesterday" } | { kind: "date"; text: string };

export function day(at: number, now: number, locale: string): Day {
  const days = daysBetween(at, now);
  if (days === 0) return { kind: "today" };
  if (days === 1) return { kind: "yesterday" };
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  const options: Intl.DateTimeFormatOptions = sameYear
    ? { month: "long", day: "numeric", weekday: "long" }
    : { year: "numeric", month: "long", day: "numeric" };
  return { kind: "date", text: new Intl.DateTimeFormat(locale, options).format(at) };
}

/** The short time of a list row: the time of day today, else the date. */
export function rowTime(at: number, now: number, locale: string): string {
  if (daysBetween(at, now) === 0) return time(at, locale);
  return new Intl.DateTimeFormat(locale, { month: "numeric", day: "numeric" }).format(at);
}
