// Frames from the server, checked for what a client relies on: each member has its type, integers
// are integers. Unknown members and words pass, because a newer server may have them. A frame that
// fails, or whose type is not known, is null: the caller skips it.

import { agent_checks, visitor_checks } from "./frames.gen";
import type { Check, Checks, ServerFrame } from "./frames.gen";

export type Decode = (text: string) => ServerFrame | null;

type Members = { readonly [name: string]: unknown };

const is_object = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function passes(value: unknown, check: Check): boolean {
  if (typeof check === "object") {
    if (Array.isArray(check)) {
      return Array.isArray(value) && value.every((each) => passes(each, check[0] as Check));
    }
    return is_object(value) && has_members(value, check as { readonly [member: string]: Check });
  }
  return check === "s"
    ? typeof value === "string"
    : check === "n"
      ? Number.isSafeInteger(value) && (value as number) >= 0
      : check === "b"
        ? typeof value === "boolean"
        : is_object(value) && Object.values(value).every((each) => typeof each === "string");
}

function has_members(value: Members, checks: { readonly [member: string]: Check }): boolean {
  return Object.entries(checks).every(([key, check]) => {
    const mark = key[key.length - 1];
    const name = mark === "?" || mark === "|" ? key.slice(0, -1) : key;
    const member = value[name];
    if (mark === "?" && member === undefined) return true;
    if (mark === "|" && member === null) return true;
    return passes(member, check);
  });
}

function decode(text: string, all: Checks): ServerFrame | null {
  let frame: unknown;
  try {
    frame = JSON.parse(text);
  } catch {
    return null;
  }
  if (!is_object(frame) || typeof frame.type !== "string") return null;
  const known = Object.prototype.hasOwnProperty.call(all, frame.type);
  const checks = known ? all[frame.type] : undefined;
  if (!checks || !has_members(frame, checks)) return null;
  return frame as unknown as ServerFrame;
}

export const decode_visitor: Decode = (text) => decode(text, visitor_checks);
export const decode_agent: Decode = (text) => decode(text, agent_checks);
