/** How long a wait is, in words. Pure. */

import type { Texts } from "../locales/zh-CN.ts";
import { fill } from "./rows.ts";

export interface Wait {
  readonly low_ms?: number;
  readonly high_ms?: number;
}

const minutes = (ms: number): number => Math.max(1, Math.round(ms / 60_000));

/** Empty when it is not known. */
export function wait_text({ low_ms, high_ms }: Wait, texts: Texts): string {
  if (low_ms === undefined || high_ms === undefined) return "";
  const range = { low: minutes(low_ms), high: minutes(high_ms) };
  return fill(range.low < range.high ? texts.wait_minutes : texts.wait_under, range);
}
