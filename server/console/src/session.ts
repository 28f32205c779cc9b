/** The HTTP side of being signed in. Every function answers with a value; none throws. */

export interface SignedIn {
  readonly agent: string;
  readonly name: string;
  readonly role: string;
  readonly login: string;
}

export type Failure =
  | { readonly kind: "rate_limited"; readonly seconds: number }
  | { readonly kind: "unreachable" }
  | { readonly kind: "refused"; readonly code: string; readonly field: string };

export type Outcome<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

export interface SessionApi {
  current(): Promise<Outcome<SignedIn>>;
  signIn(login: string, password: string): Promise<Outcome<SignedIn>>;
  signOut(): Promise<Outcome<null>>;
  changePassword(current: string, next: string): Promise<Outcome<null>>;
}

const session_url = "/api/v1/session";
const password_url = "/api/v1/password";
const default_wait_s = 30;

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

async function body(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return null;
  }
}

/** Reads the error of a response that is not 2xx. */
export function failureOf(status: number, retryAfter: string | null, content: unknown): Failure {
  if (status === 429) {
    const seconds = Number(retryAfter);
    return { kind: "rate_limited", seconds: seconds > 0 ? Math.ceil(seconds) : default_wait_s };
  }
  if (status === 502 || status === 503 || status === 504) return { kind: "unreachable" };
  const error = record(record(content)["error"]);
  const code = text(error["code"]);
  return {
    kind: "refused",
    code: code === "" ? String(status) : code,
    field: text(error["field"]),
  };
}

export function signedInOf(content: unknown): SignedIn {
  const agent = record(record(content)["agent"]);
  return {
    agent: text(agent["agent"]),
    name: text(agent["name"]),
    role: text(agent["role"]),
    login: text(agent["login"]),
  };
}

/** Calls the API; `read` makes a value of the answer's JSON. */
export async function call<T>(
  method: string,
  url: string,
  content: object | null,
  read: (value: unknown) => T,
): Promise<Outcome<T>> {
  const init: RequestInit = { method, credentials: "same-origin", cache: "no-store" };
  if (method !== "GET") {
    init.headers = { "Content-Type": "application/json" };
    init.body = JSON.stringify(content ?? {});
  }
  let response: Response;
  try {
    response = await fetch(url, init);
  } catch {
    return { ok: false, failure: { kind: "unreachable" } };
  }
  const value = await body(response);
  if (response.ok) return { ok: true, value: read(value) };
  const failure = failureOf(response.status, response.headers.get("Retry-After"), value);
  return { ok: false, failure };
}

export const httpSession: SessionApi = {
  current: () => call("GET", session_url, null, signedInOf),
  signIn: (login, password) => call("POST", session_url, { login, password }, signedInOf),
  signOut: () => call("DELETE", session_url, null, () => null),
  changePassword: (current, next) => call("POST", password_url, { current, new: next }, () => null),
};
