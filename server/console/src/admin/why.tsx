/** Why each rule did, or did not, invite a visitor. Loaded when somebody first asks. */
import { useEffect, useState } from "preact/hooks";
import { type RuleVerdict, readWhy } from "./rules.ts";
import { words } from "./texts.ts";
import { Conditions, standingText } from "./verdict.tsx";

export interface WhyProps {
  readonly visitor: string;
}

export function WhyPart({ visitor }: WhyProps) {
  const [rules, setRules] = useState<readonly RuleVerdict[] | "failed" | null>(null);
  const ask = (): void => {
    void readWhy(visitor).then((outcome) => setRules(outcome.ok ? outcome.value : "failed"));
  };
  useEffect(ask, [visitor]);
  if (rules === null) return null;
  if (rules === "failed") return <p class="muted">{words("common.failed")}</p>;
  if (rules.length === 0) return <p class="muted">{words("rules.no_rules")}</p>;
  return (
    <div class="rule-why">
      {rules.map((rule) => (
        <details key={rule.rule}>
          <summary>
            {rule.name} <small>{standingText(rule)}</small>
          </summary>
          <Conditions verdict={rule} />
        </details>
      ))}
      <button type="button" class="text-button" onClick={ask}>
        {words("rules.ask_again")}
      </button>
    </div>
  );
}
