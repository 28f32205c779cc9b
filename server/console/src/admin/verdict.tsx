/** What a rule says of a visitor, in words: how it stands, and each condition that keeps it. */
import { locale } from "../i18n/text.ts";
import { exactTime } from "../time/format.ts";
import type { Condition, ConditionVerdict, Verdict } from "./rules.ts";
import { isWord, type Key, words } from "./texts.ts";

/** A word of the server's in ours; those that we have no text for stay as they are. */
function wordOf(key: string, word: string): string {
  return isWord(key) ? words(key) : word;
}

interface Valued {
  readonly input: Condition["input"];
  readonly value: unknown;
}

export function valueText({ input, value }: Valued): string {
  if (typeof value === "boolean") return words(value ? "rules.yes" : "rules.no");
  return wordOf(`rules.${input}_${String(value)}`, String(value));
}

/** "Pages: at least 3". */
export function conditionText(condition: Condition): string {
  const { input, operator, name } = condition;
  const what = words(`rules.input_${input}`);
  return words("rules.condition", {
    what: name === undefined ? what : `${what} “${name}”`,
    operator: words(`rules.operator_${operator}`),
    value: valueText(condition),
  });
}

export function standingText({ standing, obstacle, at }: Verdict): string {
  const key: Key =
    standing === "obstacle" && obstacle !== undefined
      ? `rules.obstacle_${obstacle}`
      : `rules.standing_${standing}`;
  const when = at === undefined ? "" : exactTime(at, locale.value);
  return words(key, { when });
}

function Compared({ verdict }: { readonly verdict: ConditionVerdict }) {
  const { actual, at, input, truth, value } = verdict;
  const is = typeof value === "boolean" ? actual === "1" : actual;
  const shown = actual === undefined ? words("rules.unknown") : valueText({ input, value: is });
  return (
    <small>
      {truth === "later" && at !== undefined
        ? words("rules.later", { when: exactTime(at, locale.value) })
        : words("rules.actual", { value: shown })}
    </small>
  );
}

const marks = { yes: "✓", later: "…", no: "✕" } as const;

/** Each condition, and whether it holds. */
export function Conditions({ verdict }: { readonly verdict: Verdict }) {
  if (verdict.conditions.length === 0) return null;
  return (
    <ul class="rule-verdict">
      {verdict.conditions.map((each, index) => (
        <li key={index} class={each.truth}>
          <span aria-hidden="true">{marks[each.truth]}</span>
          <span class="hidden">{words(`rules.truth_${each.truth}`)}</span>
          <span>
            {conditionText(each)}
            {each.match === "any" ? ` ${words("rules.of_any")}` : ""}
            <Compared verdict={each} />
          </span>
        </li>
      ))}
    </ul>
  );
}
