/** How long data is kept, and the log of what was done with it, as the server's API has them. */
import { call, type Outcome } from "../session.ts";

export const data_classes = ["conversations", "left_messages", "visits", "people"] as const;
export type DataClass = (typeof data_classes)[number];
/** Days, or how many would go. */
export type ByClass = Readonly<Record<DataClass, number>>;

export interface AuditEntry {
  /** The next page's `before`. */
  readonly number: number;
  readonly at: number;
  /** Null: the visitor, or nobody. */
  readonly agent: string | null;
  readonly agent_name: string;
  readonly kind: "exported" | "erased" | "retention_changed" | "swept";
  /** "conversations 12, visits 40" */
  readonly detail: string;
}

export interface AuditPage {
  readonly entries: readonly AuditEntry[];
  readonly more: boolean;
}

const retention_url = "/api/v1/retention";

const member =
  (name: string) =>
  (value: unknown): ByClass =>
    (value as Readonly<Record<string, ByClass>>)[name] as ByClass;

export const readRetention = (): Promise<Outcome<ByClass>> =>
  call("GET", retention_url, null, member("retention"));

export const saveRetention = (days: ByClass): Promise<Outcome<null>> =>
  call("PUT", retention_url, days, () => null);

export const previewRetention = (days: ByClass): Promise<Outcome<ByClass>> =>
  call("POST", `${retention_url}/preview`, days, member("preview"));

export const readAudit = (before: number): Promise<Outcome<AuditPage>> =>
  call("GET", `/api/v1/audit?before=${before}`, null, (value) => value as AuditPage);
