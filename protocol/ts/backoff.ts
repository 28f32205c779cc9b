// Growing waits with full jitter: the n-th wait is a random part of min(30 s, 0.5 s × 2^n), so that
// many clients that lost the same server do not come back at the same moment.

export const backoff_first_ms = 500;
export const backoff_max_ms = 30_000;

// `attempt` counts from 0; `random` is in [0, 1).
export function backoff_ms(attempt: number, random: number): number {
  const ceiling = Math.min(backoff_max_ms, backoff_first_ms * 2 ** Math.min(attempt, 16));
  return Math.round(ceiling * random);
}
