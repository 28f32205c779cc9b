/** Pages of results, asked for as the words are typed and continued on demand. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { ComponentChildren } from "preact";
import { t } from "../i18n/text.ts";
import type { Outcome } from "../session.ts";

const pause_ms = 250;

interface Page<Row> {
  readonly rows: readonly Row[];
  readonly more: boolean;
}

export interface ResultsProps<Row> {
  /** A change asks anew, after a pause. */
  readonly words: string;
  /** Without words nothing is asked. */
  readonly needsWords: boolean;
  readonly ask: (words: string, last: Row | null) => Promise<Outcome<Page<Row>>>;
  readonly children: (row: Row) => ComponentChildren;
}

type State<Row> = "idle" | "loading" | "failed" | Page<Row>;

export function Results<Row>({ words, needsWords, ask, children }: ResultsProps<Row>) {
  const [state, setState] = useState<State<Row>>("idle");
  const newest = useRef(0);
  const load = async (before: readonly Row[]): Promise<void> => {
    const turn = ++newest.current;
    const outcome = await ask(words, before.at(-1) ?? null);
    if (turn !== newest.current) return; // others were asked for meanwhile
    if (!outcome.ok) return setState("failed");
    const { rows, more } = outcome.value;
    setState({ rows: [...before, ...rows], more });
  };
  useEffect(() => {
    newest.current += 1;
    if (needsWords && words.trim() === "") return setState("idle");
    setState((was) => (typeof was === "object" ? was : "loading"));
    const timer = setTimeout(() => void load([]), pause_ms);
    return () => clearTimeout(timer);
  }, [words]);
  if (state === "idle") return <p class="muted past-note">{t("past.hint")}</p>;
  if (state === "loading") return <p class="muted past-note">{t("settings.loading")}</p>;
  if (state === "failed") {
    return (
      <p class="past-note">
        {t("settings.failed")}{" "}
        <button type="button" class="text-button" onClick={() => void load([])}>
          {t("common.retry")}
        </button>
      </p>
    );
  }
  const { rows, more } = state;
  if (rows.length === 0) return <p class="muted past-note">{t("past.nothing")}</p>;
  return (
    <>
      <ul class="past-list">{rows.map(children)}</ul>
      {more ? (
        <button type="button" class="text-button" onClick={() => void load(rows)}>
          {t("past.more")}
        </button>
      ) : null}
    </>
  );
}
