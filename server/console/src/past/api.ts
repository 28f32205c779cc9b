/** What the server remembers, over HTTP. Times in ms; empty texts where it knows nothing. */
import { call, type Outcome } from "../session.ts";
import type { Region, Source } from "../state/wire.ts";

export interface FoundMessage {
  /** The next page's `before`. */
  readonly number: number;
  readonly conversation: string;
  readonly visitor: string;
  readonly visitor_name: string;
  readonly at: number;
  /** Null: the visitor wrote it. */
  readonly agent: string | null;
  readonly agent_name: string;
  readonly text: string;
}

export interface Person {
  readonly visitor: string;
  /** Proven by the site's backend, if not empty. */
  readonly external_id: string;
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly attributes: readonly { readonly name: string; readonly value: string }[];
  readonly first_at: number;
  readonly last_at: number;
  readonly visits: number;
  readonly conversations: number;
}

export interface PastVisit {
  readonly visit: string;
  readonly started_at: number;
  readonly ended_at: number;
  readonly channel: Source["channel"];
  readonly source: string;
  readonly host: string;
  readonly keyword: string;
  readonly region?: Region;
  readonly pages: number;
  readonly visible_ms: number;
  readonly url: string;
  readonly title: string;
}

export interface PastConversation {
  readonly conversation: string;
  readonly queue_name: string;
  readonly agent_name: string;
  readonly opened_at: number;
  readonly closed_at: number;
  readonly messages: number;
  readonly score: number;
}

export interface Profile {
  /** Null: nothing is known of it yet, or nothing that this agent may read. */
  readonly person: Person | null;
  readonly visits: readonly PastVisit[];
  readonly conversations: readonly PastConversation[];
}

export interface PastPage {
  readonly at: number;
  readonly url: string;
  readonly title: string;
  readonly visible_ms: number;
}

export const funnel_keys = ["day", "source", "page", "campaign"] as const;
export type FunnelBy = (typeof funnel_keys)[number];

export interface FunnelRow {
  readonly key: string;
  readonly visits: number;
  readonly invited: number;
  readonly chatted: number;
  readonly served: number;
  readonly rated: number;
}

type Asked = Readonly<Record<string, string>>;

function get<T>(path: string, asked: Asked): Promise<Outcome<T>> {
  const query = new URLSearchParams(asked).toString();
  const url = `/api/v1/${path}${query === "" ? "" : `?${query}`}`;
  return call("GET", url, null, (value) => value as T);
}

export function findMessages(text: string, before: number) {
  const asked: Asked = before === 0 ? { text } : { text, before: String(before) };
  return get<{ readonly messages: readonly FoundMessage[]; readonly more: boolean }>(
    "messages",
    asked,
  );
}

export function findPeople(text: string, before: string) {
  const asked: Asked = before === "" ? { text } : { text, before };
  return get<{ readonly people: readonly Person[]; readonly more: boolean }>("people", asked);
}

export function readProfile(visitor: string) {
  return get<Profile>(`people/${visitor}`, {});
}

/** The whole document, as the visitor would be told it. */
export function exportPerson(visitor: string): Promise<Outcome<string>> {
  return call("GET", `/api/v1/exports/${visitor}`, null, (value) => JSON.stringify(value, null, 2));
}

export function erasePerson(visitor: string): Promise<Outcome<null>> {
  return call("DELETE", `/api/v1/people/${visitor}`, null, () => null);
}

export function readTrail(visitor: string, visit: string) {
  return get<{ readonly pages: readonly PastPage[] }>(`trails/${visitor}`, { visit });
}

export function readFunnel(by: FunnelBy, from: number) {
  return get<{ readonly rows: readonly FunnelRow[] }>("funnel", { by, from: String(from) });
}
