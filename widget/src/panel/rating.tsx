/** What the visitor thinks of a closed conversation: asked once, and open to a change of mind. */

import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { Texts } from "../locales/zh-CN.ts";
import { shown_log } from "../shared/state.ts";
import type { ChatState } from "../shared/state.ts";
import { Field, Remainder, fault_text, useFault } from "./fields.tsx";
import { useFocusAfter } from "./focus.ts";
import { Icon } from "./icons.tsx";
import { fill } from "./rows.ts";
import type { Shell } from "./shell.ts";

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
  const sent = useSignal(false);
  useEffect(() => {
    if (!sent.value || state.filling) return;
    sent.value = false;
    if (!state.fault) open.value = false;
  }, [state.filling]);
  if (!log || !known || !state.site?.rating) return null;
  if (known.answer === "none" || open.value) {
    const say = (frame: Parameters<Shell["fill"]>[0]) => {
      sent.value = true;
      shell.fill(frame);
    };
    const close = () => {
      if (known.answer === "none") say({ type: "skip_rating", conversation: log.conversation });
      else open.value = false;
    };
    return <Question shell={shell} state={state} say={say} close={close} />;
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
  say: Shell["fill"];
  close: () => void;
}

/** It waits to be answered: the focus stays where it is until the visitor comes here. */
function Question({ shell, state, say, close }: QuestionProps) {
  const { texts } = shell;
  const log = shown_log(state);
  const known = log?.about?.rating;
  const score = useSignal(known?.score ?? 0);
  const reasons = useSignal<readonly string[]>(known?.reasons ?? []);
  const comment = useSignal(known?.comment ?? "");
  const form = useRef<HTMLFormElement>(null);
  const { shown, edited } = useFault(state.fault?.reply_to === "rate" ? state.fault : null, form);
  useFocusAfter(form, (panel) => panel.querySelector<HTMLElement>(".rated button")?.focus());
  useLayoutEffect(() => {
    // What the answer brings up is in view, as far as the visitor is here.
    const here = form.current?.matches(":focus-within");
    if (here) form.current?.scrollIntoView({ block: "nearest" });
  }, [score.value > 0]);
  const offered = state.site?.rating?.reasons ?? [];
  const submit = (event: Event) => {
    event.preventDefault();
    if (!log || state.filling) return;
    say({
      type: "rate",
      conversation: log.conversation,
      score: score.value,
      reasons: offered.filter((reason) => reasons.value.includes(reason)).join("\n"),
      comment: comment.value.trim(),
    });
  };
  const toggle = (reason: string) => {
    const rest = reasons.value.filter((one) => one !== reason);
    reasons.value = rest.length < reasons.value.length ? rest : [...rest, reason];
  };
  return (
    <form class="rate" ref={form} aria-live="off" noValidate onSubmit={submit}>
      <fieldset class="stars">
        <legend>{texts.rate_ask}</legend>
        {scores.map((one) => (
          <label key={one} data-on={one <= score.value || undefined}>
            <input
              type="radio"
              name="score"
              value={one}
              aria-label={label_of(one, texts)}
              checked={one === score.value}
              onChange={() => (score.value = one)}
            />
            <Icon name="star" />
          </label>
        ))}
      </fieldset>
      <p class="scale" aria-hidden="true">
        {score.value ? (
          <b>{label_of(score.value, texts)}</b>
        ) : (
          <>
            <span>{texts.rate_1}</span>
            <span>{texts.rate_5}</span>
          </>
        )}
      </p>
      {score.value > 0 && offered.length > 0 && (
        <fieldset class="chips">
          <legend>{texts.rate_reasons}</legend>
          {offered.map((reason) => (
            <label key={reason} dir="auto">
              <input
                type="checkbox"
                checked={reasons.value.includes(reason)}
                onChange={() => toggle(reason)}
              />
              <span>{reason}</span>
            </label>
          ))}
        </fieldset>
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
          {known?.answer === "none" ? texts.rate_skip : texts.back}
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
