/** Tries a rule that may not be kept yet on those who are on the sites now. */
import { useState } from "preact/hooks";
import { faultOf } from "./api.ts";
import { type DryRun, type Example, type RuleDraft, tryRule } from "./rules.ts";
import { faultText, words } from "./texts.ts";
import { Conditions, standingText } from "./verdict.tsx";

interface DryRunProps {
  /** Empty: a new rule. */
  readonly id: string;
  readonly draft: RuleDraft;
}

export function DryRunPart({ id, draft }: DryRunProps) {
  const [found, setFound] = useState<{ readonly draft: RuleDraft; readonly run: DryRun } | null>(
    null,
  );
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const run = async (): Promise<void> => {
    setBusy(true);
    setProblem("");
    const outcome = await tryRule(id, draft);
    setBusy(false);
    if (outcome.ok) return setFound({ draft, run: outcome.value });
    const { code, field } = faultOf(outcome.failure);
    setFound(null);
    setProblem(faultText(code, field));
  };
  const stale = found !== null && found.draft !== draft;
  return (
    <section class="rule-dry-run" aria-label={words("rules.dry_run")}>
      <button type="button" class="button" disabled={busy} onClick={() => void run()}>
        {words("rules.dry_run")}
      </button>
      <div role="status">
        {problem === "" ? null : <p class="bad">{problem}</p>}
        {found === null ? null : (
          <p>
            {words("rules.dry_run_found", { ...figures(found.run) })}
            {stale ? ` ${words("rules.dry_run_stale")}` : ""}
          </p>
        )}
      </div>
      {found?.run.examples.map((example) => (
        <details key={example.visitor}>
          <summary>
            {nameOf(example)} <small>{standingText(example)}</small>
          </summary>
          <Conditions verdict={example} />
        </details>
      ))}
    </section>
  );
}

const figures = ({ visitors, invited, soon }: DryRun) => ({ visitors, invited, soon });

const nameOf = ({ name, page, visitor }: Example): string =>
  [name || visitor, page].filter(Boolean).join(" · ");
