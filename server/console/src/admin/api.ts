/** The settings as the server's API has them. */
import { call, type Failure, type Outcome } from "../session.ts";

export type Strategy = "least_busy" | "longest_idle" | "round_robin" | "tiers" | "manual";
export const strategies: readonly Strategy[] = [
  "least_busy",
  "longest_idle",
  "round_robin",
  "tiers",
  "manual",
];

export type Span = readonly [string, string];

export interface Holiday {
  readonly date: string;
  readonly open: readonly Span[];
}

export interface Hours {
  readonly always: boolean;
  readonly zone: string;
  readonly week: readonly (readonly Span[])[];
  readonly dates: readonly Holiday[];
}

export interface Policy {
  readonly strategy: Strategy;
  readonly pause_ms: number;
  readonly wrap_up_ms: number;
  readonly misses_until_away: number;
  readonly priority: number;
  readonly ageing_ms: number;
  readonly last_agent_ms: number;
  readonly skills: readonly string[];
  readonly skill_ms: number;
  readonly overflow: string | null;
  readonly overflow_ms: number;
  readonly full_at: number;
  readonly reopen_at: number;
  readonly visitor_remind_ms: number;
  readonly visitor_close_ms: number;
  readonly agent_remind_ms: number;
  readonly agent_requeue_ms: number;
  readonly answer_within_ms: number;
  readonly wait_alarm_ms: number;
  readonly reply_alarm_ms: number;
  readonly weight: number;
  readonly rating_alarm_at: number;
  readonly hours: Hours;
}

export interface Queue {
  readonly queue: string;
  readonly name: string;
  readonly rank: number;
  readonly rings: boolean;
  readonly ring_ms: number;
  readonly policy: Policy;
}

export type Role = "agent" | "supervisor" | "admin";
export const roles: readonly Role[] = ["agent", "supervisor", "admin"];

export interface Membership {
  readonly queue: string;
  readonly tier: number;
  readonly capacity: number;
}

export interface Agent {
  readonly agent: string;
  readonly name: string;
  readonly login: string;
  readonly role: Role;
  readonly capacity: number;
  readonly disabled: boolean;
  readonly queues: readonly Membership[];
  readonly skills: readonly string[];
}

export const field_kinds = ["name", "email", "phone", "text", "choice"] as const;

export interface FormField {
  readonly kind: (typeof field_kinds)[number];
  /** The attribute that a text or a choice becomes; else empty. */
  readonly name: string;
  readonly label: string;
  readonly required: boolean;
  readonly options: readonly string[];
}

export interface Site {
  readonly site: string;
  readonly key: string;
  readonly name: string;
  readonly left_reply: string;
  readonly typing_preview: boolean;
  readonly language: string;
  readonly rating: boolean;
  readonly rating_reasons: readonly string[];
  readonly form: readonly FormField[];
  readonly verified_only: boolean;
  readonly masks_numbers: boolean;
  /** The newest first. */
  readonly identity_keys: readonly IdentityKey[];
}

export interface IdentityKey {
  /** Tells it apart and tells nothing of its secret. */
  readonly name: string;
  readonly made_at: number;
}

export interface FaqEntry {
  readonly entry: string;
  readonly category: string;
  readonly question: string;
  readonly answer: string;
  /** A tag, "zh-CN"; empty: for speakers of any. */
  readonly language: string;
  /** Empty: all of them. */
  readonly sites: readonly string[];
  readonly published: boolean;
  readonly shown: number;
  readonly helped: number;
  readonly not_helped: number;
}

/** Those that the widget speaks; visitors may speak others. */
export const languages: readonly string[] = ["zh-CN", "zh-TW", "en"];

export interface Account {
  readonly name: string;
  readonly zone: string;
  readonly words: readonly string[];
}

export const account_url = "/api/v1/account";
export const sites_url = "/api/v1/sites";
export const queues_url = "/api/v1/queues";
export const agents_url = "/api/v1/agents";
export const faq_url = "/api/v1/faq";

export const person_fields_url = "/api/v1/person_fields";
export const person_field_kinds = ["text", "number", "date", "choice", "yes_no"] as const;

/** What an account keeps of a person beyond name and addresses. */
export interface PersonField {
  readonly key: string;
  readonly label: string;
  readonly kind: (typeof person_field_kinds)[number];
  readonly options: readonly string[];
}

/** All of them at once; a fault names the member of the one at fault. */
export async function savePersonFields(fields: readonly PersonField[]): Promise<Outcome<null>> {
  const outcome = await call("PUT", person_fields_url, { fields }, () => null);
  if (outcome.ok || outcome.failure.kind !== "refused") return outcome;
  const field = outcome.failure.field.replace(/^fields\.\d+\./, "");
  return { ok: false, failure: { ...outcome.failure, field } };
}

/** The list under `name` in the answer. */
export function list<T>(url: string, name: string): Promise<Outcome<readonly T[]>> {
  return call(
    "GET",
    url,
    null,
    (value) => (value as Readonly<Record<string, readonly T[]>>)[name] ?? [],
  );
}

export function readAccount(): Promise<Outcome<readonly Account[]>> {
  return call("GET", account_url, null, (value) => [
    (value as { readonly account: Account }).account,
  ]);
}

export function saveAccount(account: Account): Promise<Outcome<null>> {
  return call("PUT", account_url, account, () => null);
}

export function orderFaq(entries: readonly FaqEntry[]): Promise<Outcome<null>> {
  return call("PUT", faq_url, { entries: entries.map(({ entry }) => entry) }, () => null);
}

/** Creates when there is no id, else replaces. */
export function save(url: string, id: string, content: object): Promise<Outcome<null>> {
  return id === ""
    ? call("POST", url, content, () => null)
    : call("PUT", `${url}/${id}`, content, () => null);
}

export function remove(url: string, id: string): Promise<Outcome<null>> {
  return call("DELETE", `${url}/${id}`, null, () => null);
}

/** What a failure says, and about which member ("" for none). */
export function faultOf(failure: Failure): { readonly code: string; readonly field: string } {
  if (failure.kind !== "refused") return { code: "unreachable", field: "" };
  return { code: failure.code, field: failure.field };
}
