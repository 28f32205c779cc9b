/** Webhooks as the server's API has them. */
import { call, type Outcome } from "../session.ts";

export const alarm_kinds = ["wait", "no_reply", "low_rating", "word"] as const;
export type AlarmKind = (typeof alarm_kinds)[number];

export interface Delivery {
  readonly message: string;
  readonly type: string;
  readonly made_at: number;
  readonly state: "waiting" | "delivered" | "given_up";
  readonly attempts: number;
  /** Of the next attempt while it waits, else when it ended. */
  readonly at: number;
  /** Of the last attempt: an HTTP status or a word; "" before the first. */
  readonly outcome: string;
}

export interface Webhook {
  readonly webhook: string;
  readonly url: string;
  readonly kinds: readonly AlarmKind[];
  readonly enabled: boolean;
  /** The last ones, newest first. */
  readonly deliveries: readonly Delivery[];
}

/** What people edit of it. */
export type Draft = Pick<Webhook, "url" | "kinds" | "enabled">;

export const webhooks_url = "/api/v1/webhooks";
const secrets_url = "/api/v1/webhook_secrets";
const tests_url = "/api/v1/webhook_tests";

const secretOf = (value: unknown): string =>
  (value as { readonly webhook: { readonly secret: string } }).webhook.secret;
const webhookOf = (value: unknown): Webhook =>
  (value as { readonly webhook: Webhook }).webhook;

/** Answers with its secret, which nobody is told again. */
export const createWebhook = (draft: Draft): Promise<Outcome<string>> =>
  call("POST", webhooks_url, draft, secretOf);

export const rotateSecret = (id: string): Promise<Outcome<string>> =>
  call("POST", `${secrets_url}/${id}`, null, secretOf);

export const sendTest = (id: string): Promise<Outcome<Webhook>> =>
  call("POST", `${tests_url}/${id}`, null, webhookOf);

export const readWebhook = (id: string): Promise<Outcome<Webhook>> =>
  call("GET", `${webhooks_url}/${id}`, null, webhookOf);
