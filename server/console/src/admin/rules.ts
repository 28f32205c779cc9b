/** Rules that invite visitors, as the server's API has them, and what can be said of them. */
import { call, type Outcome } from "../session.ts";

/** Each input, and what it is compared with. */
export const inputs = {
  page_seconds: "time",
  visit_seconds: "time",
  pages: "number",
  visits: "number",
  url: "text",
  title: "text",
  referrer: "text",
  channel: "text",
  engine: "text",
  keyword: "text",
  campaign: "text",
  device: "text",
  system: "text",
  browser: "text",
  country: "text",
  province: "text",
  city: "text",
  attribute: "text",
  event: "number",
  exit_intent: "truth",
  identified: "truth",
  verified: "truth",
} as const;
export type Input = keyof typeof inputs;
export const input_names = Object.keys(inputs) as readonly Input[];
type Kind = (typeof inputs)[Input];

export type Operator =
  | "is"
  | "is_not"
  | "contains"
  | "not_contains"
  | "starts_with"
  | "ends_with"
  | "matches"
  | "at_least"
  | "at_most";

const operators: Readonly<Record<Kind, readonly Operator[]>> = {
  time: ["at_least", "at_most"],
  number: ["at_least", "at_most", "is"],
  truth: ["is"],
  text: ["contains", "not_contains", "is", "is_not", "starts_with", "ends_with", "matches"],
};
export const operatorsOf = (input: Input): readonly Operator[] => operators[inputs[input]];

/** Inputs whose values are a few words. */
export const choices: Partial<Readonly<Record<Input, readonly string[]>>> = {
  channel: ["direct", "internal", "search", "social", "ad", "email", "referral"],
  device: ["desktop", "phone", "tablet"],
};

export interface Condition {
  readonly input: Input;
  readonly operator: Operator;
  /** Which attribute or event. */
  readonly name?: string;
  readonly value: string | number | boolean;
}

export interface RuleGroup {
  readonly match: "all" | "any";
  readonly conditions: readonly Condition[];
  readonly groups: readonly RuleGroup[];
}

export interface Results {
  readonly shown: number;
  readonly accepted: number;
  readonly refused: number;
  readonly shown_led: number;
  readonly withheld: number;
  readonly withheld_led: number;
  /** Of shares, from -1 to 1, with its 95 % interval. */
  readonly lift: { readonly difference: number; readonly low: number; readonly high: number };
}

export const kinds = ["bubble", "card", "chat"] as const;

export interface RuleDraft {
  readonly name: string;
  readonly enabled: boolean;
  readonly when: RuleGroup;
  readonly kind: (typeof kinds)[number];
  readonly text: string;
  readonly queue: string | null;
  readonly agent: string | null;
  readonly withheld_percent: number;
  readonly caps: {
    readonly per_visit: number;
    readonly per_day: number;
    readonly cool_down_ms: number;
  };
  readonly per_visitor: number;
}

export interface Rule extends RuleDraft {
  readonly rule: string;
  readonly results: Results;
}

export interface ConditionVerdict extends Condition {
  readonly match: "all" | "any";
  readonly truth: "no" | "later" | "yes";
  readonly at?: number;
  /** Absent: it is not known of the visitor. */
  readonly actual?: string;
}

export interface Verdict {
  readonly standing:
    | "off"
    | "invited"
    | "held_out"
    | "not_met"
    | "not_yet"
    | "enough"
    | "obstacle"
    | "nobody_free"
    | "withholds"
    | "invites";
  readonly obstacle?:
    | "not_on_site"
    | "in_conversation"
    | "invited_already"
    | "cooling_down"
    | "enough_in_visit"
    | "enough_in_day";
  readonly at?: number;
  readonly conditions: readonly ConditionVerdict[];
}

export interface RuleVerdict extends Verdict {
  readonly rule: string;
  readonly name: string;
}

export interface Example extends Verdict {
  readonly visitor: string;
  readonly name: string;
  readonly page: string;
}

export interface DryRun {
  readonly visitors: number;
  readonly invited: number;
  readonly soon: number;
  readonly examples: readonly Example[];
}

export const rules_url = "/api/v1/invitation_rules";

export function orderRules(rules: readonly Rule[]): Promise<Outcome<null>> {
  return call("PUT", rules_url, { rules: rules.map(({ rule }) => rule) }, () => null);
}

/** Whom a rule would invite of those who are on the sites now. */
export function tryRule(id: string, draft: RuleDraft): Promise<Outcome<DryRun>> {
  const which = id === "" ? "" : `?rule=${id}`;
  return call("POST", `${rules_url}/dry_run${which}`, draft, (value) => value as DryRun);
}

export function readWhy(visitor: string): Promise<Outcome<readonly RuleVerdict[]>> {
  return call(
    "GET",
    `${rules_url}/why?visitor=${visitor}`,
    null,
    (value) => (value as { readonly rules: readonly RuleVerdict[] }).rules,
  );
}

const first_values: Readonly<Record<Kind, string | number | boolean>> = {
  time: 30,
  number: 2,
  truth: true,
  text: "",
};

/** A condition on this input, as it begins. */
export function conditionOn(input: Input): Condition {
  const kind = inputs[input];
  const few = choices[input];
  return {
    input,
    operator: few === undefined ? (operators[kind][0] ?? "is") : "is",
    ...(input === "attribute" || input === "event" ? { name: "" } : {}),
    value: few?.[0] ?? (input === "event" ? 1 : first_values[kind]),
  };
}

/**
 * What a rule brings, as far as that can be told: per hundred visits in which it invites, with both
 * ends of the interval.
 */
export type Brings =
  | { readonly kind: "untold" }
  | {
      readonly kind: "more" | "fewer" | "unsure";
      readonly n: number;
      readonly low: number;
      readonly high: number;
    };

export function brings({ shown, withheld, lift }: Results): Brings {
  if (shown === 0 || withheld === 0) return { kind: "untold" };
  const [n, low, high] = [lift.difference, lift.low, lift.high].map(
    (share) => Math.round(share * 1000) / 10,
  ) as [number, number, number];
  if (lift.low > 0) return { kind: "more", n, low, high };
  if (lift.high < 0) return { kind: "fewer", n: -n, low: -high, high: -low };
  return { kind: "unsure", n, low, high };
}
