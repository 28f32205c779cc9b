/** What the visitor thinks of a closed conversation: asked once, and open to a change of mind. */

import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { VisitorRating } from "../../../protocol/ts/frames.gen.ts";
import type { Texts } from "../locales/zh-CN.ts";
import { shown_log } from "../shared/state.ts";
import type { ChatState } from "../shared/state.ts";
import { Field, Remainder, fault_text, useFault } from "../panel/fields.tsx";
import { useFocusAfter } from "../panel/focus.ts";
import { Icon } from "../panel/icons.tsx";
import { fill } from "../panel/rows.ts";
import type { Shell } from "../panel/shell.ts";

const scores = [1, 2, 3, 4, 5] as const;

interface RatingProps {
  readonly shell: Shell;
  readonly state: ChatState;
}

export function Rating({ shell, state }: RatingProps) {
  const { texts } = shell;
  const log = shown_log(state);
  const known = log?.about?.rating;
  const open = useSignal(false);
  const said = JSON.stringify(known);
  useEffect(() => {
    // The server has what was said now, here or in another tab.
    open.value = false;
  }, [said]);
  if (!log || !known || !state.site?.rating) return null;
  if (known.answer === "none" || open.value) {
    const close = () => {
      if (known.answer !== "none") open.value = false;
      else shell.fill({ type: "skip_rating", conversation: log.conversation });
    };
    return (
      <Question shell={shell} state={state} log={log.conversation} known={known} close={close} />
    );
  }
  const given = known.answer === "given";
  return (
    <div class="rated">
      <p role="status">
        {given && texts.rate_thanks}
        {given && <Stars score={known.score} texts={texts} />}
      </p>
      <button type="button" class="retry" onClick={() => (open.value = true)}>
        {given ? texts.rate_change : texts.rate_open}
      </button>
    </div>
  );
}

function Stars({ score, texts }: { score: number; texts: Texts }) {
  return (
    <span class="stars" role="img" aria-label={label_of(score, texts)}>
      {scores.map((one) => (
        <span key={one} data-on={one <= score || undefined}>
          <Icon name="star" />
        </span>
      ))}
    </span>
  );
}

function label_of(score: number, texts: Texts): string {
  const labels = [texts.rate_1, texts.rate_2, texts.rate_3, texts.rate_4, texts.rate_5];
  return fill(texts.rate_label, { n: score, label: labels[score - 1] ?? "" });
}

interface QuestionProps extends RatingProps {
  readonly log: string;
  readonly known: VisitorRating;
  close(): void;
}

/** Asked by the site it waits: the focus stays where it is until the visitor comes here. */
function Question({ shell, state, log, known, close }: QuestionProps) {
  const { texts } = shell;
  const score = useSignal(known.score);
  const reasons = useSignal<readonly string[]>(known.reasons);
  const comment = useSignal(known.comment);
  const form = useRef<HTMLFormElement>(null);
  const { shown, edited } = useFault(state.fault?.reply_to === "rate" ? state.fault : null, form);
  useFocusAfter(form, (panel) => panel.querySelector<HTMLElement>(".rated button")?.focus());
  useAtHand(form, known.answer !== "none");
  useLayoutEffect(() => {
    // What the answer brings up is in view, as far as the visitor is here.
    const here = form.current?.matches(":focus-within");
    if (here) form.current?.scrollIntoView({ block: "nearest" });
  }, [score.value > 0]);
  const offered = state.site?.rating?.reasons ?? [];
  const submit = (event: Event) => {
    event.preventDefault();
    if (state.filling) return;
    const now = {
      score: score.value,
      reasons: offered.filter((reason) => reasons.value.includes(reason)).join("\n"),
      comment: comment.value.trim(),
    };
    const same =
      now.score === known.score &&
      now.reasons === known.reasons.join("\n") &&
      now.comment === known.comment;
    if (same) close();
    else shell.fill({ type: "rate", conversation: log, ...now });
  };
  const toggle = (reason: string) => {
    const rest = reasons.value.filter((one) => one !== reason);
    reasons.value = rest.length < reasons.value.length ? rest : [...rest, reason];
  };
  return (
    <form class="rate" ref={form} aria-live="off" noValidate onSubmit={submit}>
      <Scores texts={texts} score={score.value} choose={(one) => (score.value = one)} />
      {score.value > 0 && offered.length > 0 && (
        <Reasons texts={texts} offered={offered} chosen={reasons.value} toggle={toggle} />
      )}
      {score.value > 0 && (
        <Field
          kind="long"
          path="comment"
          label={texts.rate_comment}
          note={texts.field_optional}
          required={false}
          value={comment.value}
          fault={shown?.field === "comment" ? fault_text(shown, texts) : ""}
          texts={texts}
          write={(text) => {
            comment.value = text;
            edited("comment");
          }}
        />
      )}
      <Remainder fault={shown} paths={["comment"]} texts={texts} />
      <div class="actions">
        <button type="button" class="button" onClick={close}>
          {known.answer === "none" ? texts.rate_skip : texts.back}
        </button>
        {score.value > 0 && (
          <button type="submit" class="button" data-main aria-disabled={state.filling !== ""}>
            {texts.rate_send}
          </button>
        )}
      </div>
    </form>
  );
}

/** A question that the visitor opened has the focus, and is in view. */
function useAtHand(form: RefObject<HTMLFormElement>, opened: boolean): void {
  useEffect(() => {
    if (!opened) return;
    const all = [...(form.current?.querySelectorAll("input") ?? [])];
    (all.find((input) => input.checked) ?? all[0])?.focus({ preventScroll: true });
    form.current?.scrollIntoView({ block: "nearest" });
  }, []);
}

interface ScoresProps {
  readonly texts: Texts;
  readonly score: number;
  choose(score: number): void;
}

function Scores({ texts, score, choose }: ScoresProps) {
  return (
    <>
      <fieldset class="stars">
        <legend>{texts.rate_ask}</legend>
        {scores.map((one) => (
          <label key={one} data-on={one <= score || undefined}>
            <input
              type="radio"
              name="score"
              value={one}
              aria-label={label_of(one, texts)}
              checked={one === score}
              onChange={() => choose(one)}
            />
            <Icon name="star" />
          </label>
        ))}
      </fieldset>
      <p class="scale" aria-hidden="true">
        {score > 0 ? (
          <b>{label_of(score, texts)}</b>
        ) : (
          <>
            <span>{texts.rate_1}</span>
            <span>{texts.rate_5}</span>
          </>
        )}
      </p>
    </>
  );
}

interface ReasonsProps {
  readonly texts: Texts;
  readonly offered: readonly string[];
  readonly chosen: readonly string[];
  toggle(reason: string): void;
}

function Reasons({ texts, offered, chosen, toggle }: ReasonsProps) {
  return (
    <fieldset class="chips">
      <legend>{texts.rate_reasons}</legend>
      {offered.map((reason) => (
        <label key={reason} dir="auto">
          <input
            type="checkbox"
            checked={chosen.includes(reason)}
            onChange={() => toggle(reason)}
          />
          <span>{reason}</span>
        </label>
      ))}
    </fieldset>
  );
}
