/** What the server remembers, over HTTP. Times in ms; empty texts where it knows nothing. */
import { call, type Outcome } from "../session.ts";
import type { PersonField } from "./people_api.ts";
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
  /** These three as they are shown: as the backend says, else the staff, else the visitor. */
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly vouched: Readonly<Record<"name" | "email" | "phone", boolean>>;
  /** By the staff: of these three, and custom fields, by key. */
  readonly edited: Readonly<Record<string, string>>;
  readonly tags: readonly string[];
  readonly visitors: readonly PersonVisitor[];
  readonly attributes: readonly { readonly name: string; readonly value: string }[];
  readonly first_at: number;
  readonly last_at: number;
  readonly visits: number;
  readonly conversations: number;
}

/** One of those who are this person. */
export interface PersonVisitor {
  readonly visitor: string;
  readonly external_id: string;
  /** Merged by hand into this one; null: it was not. */
  readonly into: string | null;
  readonly merged_by: string;
  readonly merged_at: number;
}

export interface PersonNote {
  readonly number: number;
  readonly at: number;
  readonly agent: string;
  readonly agent_name: string;
  readonly text: string;
}

export interface PastInvitation {
  readonly visit: string;
  readonly at: number;
  /** Empty: a rule's. */
  readonly agent_name: string;
  readonly text: string;
  readonly answer: "none" | "accepted" | "refused" | "ignored";
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
  readonly invitations: readonly PastInvitation[];
  readonly notes: readonly PersonNote[];
  readonly fields: readonly PersonField[];
}

/** How many of each list a profile tells at once. */
export const page_rows = 50;

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

/** `older`: of each list, what comes before this. */
export function readProfile(visitor: string, older: Asked = {}) {
  return get<Profile>(`people/${visitor}`, older);
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
