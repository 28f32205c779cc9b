/** Changing what is said of a person: one at a time, and the profile is read again after it. */
import { type Signal, useSignal } from "@preact/signals";
import { t } from "../i18n/text.ts";
import type { Failure, Outcome } from "../session.ts";

export interface Changes {
  readonly busy: Signal<boolean>;
  /** What went wrong with the last one, in words; null: nothing did. */
  readonly problem: Signal<string | null>;
  /** True when it is done. */
  readonly make: (change: Promise<Outcome<null>>) => Promise<boolean>;
}

const codes = [
  "bad_value",
  "too_long",
  "too_many",
  "vouched",
  "verified_apart",
  "not_allowed",
  "not_found",
] as const;

export function problemOf(failure: Failure): string {
  if (failure.kind !== "refused") return t("people.unreachable");
  const known = codes.find((code) => code === failure.code);
  return known === undefined ? t("people.failed", { code: failure.code }) : t(`people.${known}`);
}

export function useChanges(reload: () => Promise<void>): Changes {
  const busy = useSignal(false);
  const problem = useSignal<string | null>(null);
  const make = async (change: Promise<Outcome<null>>): Promise<boolean> => {
    busy.value = true;
    const outcome = await change;
    problem.value = outcome.ok ? null : problemOf(outcome.failure);
    if (outcome.ok) await reload();
    busy.value = false;
    return outcome.ok;
  };
  return { busy, problem, make };
}
