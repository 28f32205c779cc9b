/** A site's answers: found, opened in place, judged. */

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { FaqEntry } from "../../../protocol/ts/frames.gen.ts";
import type { Texts } from "../locales/zh-CN.ts";
import type { ChatState } from "../shared/state.ts";
import { shown_entries, suggested, useFinder } from "./faq_desk.ts";
import type { FaqDesk } from "./faq_desk.ts";
import { rating } from "./faq_view.ts";
import { Icon } from "./icons.tsx";
import { fill } from "./rows.ts";
import type { Shell } from "./shell.ts";
import { Text } from "./text.tsx";

interface FaqProps {
  readonly desk: FaqDesk;
  readonly texts: Texts;
  /** Ends the wait, where there is one. */
  readonly end?: (() => void) | undefined;
}

export function Faq({ desk, texts, end }: FaqProps) {
  const { view } = desk;
  const entries = shown_entries(view);
  const found = entries.length > 0 ? fill(texts.faq_found, { n: entries.length }) : texts.faq_none;
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.querySelector("[data-open]")?.scrollIntoView({ block: "nearest" });
  }, [view.open, view.said]);
  return (
    // It stands in the conversation's log, but is no news of it.
    <section class="faq" aria-labelledby="faq" aria-live="off">
      <h3 id="faq">{texts.faq}</h3>
      <form
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          desk.look(desk.text, true);
        }}
      >
        <Icon name="search" />
        <input
          type="search"
          value={desk.text}
          dir="auto"
          enterkeyhint="search"
          aria-label={texts.faq_search}
          placeholder={texts.faq_search}
          onInput={(event) => desk.look(event.currentTarget.value)}
        />
      </form>
      <p role="status" class={entries.length > 0 ? "quiet" : "none"}>
        {view.found ? found : ""}
      </p>
      <ul ref={list}>
        {entries.map((entry) => (
          <Entry key={entry.entry} entry={entry} desk={desk} texts={texts} end={end} />
        ))}
      </ul>
    </section>
  );
}

function Entry({ entry, desk, texts, end }: FaqProps & { readonly entry: FaqEntry }) {
  const { entry: id, category, question, answer } = entry;
  const open = desk.view.open === id;
  return (
    <li data-open={open || undefined}>
      <button type="button" aria-expanded={open} onClick={() => desk.toggle(id)}>
        <span dir="auto">
          {category && <small>{category}</small>}
          {question}
        </span>
        <Icon name="fold" />
      </button>
      {open && (
        <div class="answer">
          <div dir="auto">
            <Text text={answer} texts={texts} />
          </div>
          <Verdict
            said={rating(desk.view, entry)}
            rate={(helped) => desk.rate(id, helped)}
            texts={texts}
            end={end}
          />
        </div>
      )}
    </li>
  );
}

interface VerdictProps {
  readonly said: boolean | undefined;
  readonly texts: Texts;
  readonly end?: (() => void) | undefined;
  rate(helped: boolean): void;
}

/** Asks whether an answer helped, once. */
function Verdict({ said, rate, texts, end }: VerdictProps) {
  const just = useSignal(false);
  const thanks = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (just.value) thanks.current?.focus({ preventScroll: true });
  }, [said]);
  const say = (helped: boolean) => {
    just.value = true;
    rate(helped);
  };
  if (said === undefined) {
    return (
      <div class="verdict" role="group" aria-label={texts.faq_helped}>
        <span aria-hidden="true">{texts.faq_helped}</span>
        <button type="button" onClick={() => say(true)}>
          {texts.faq_yes}
        </button>
        <button type="button" onClick={() => say(false)}>
          {texts.faq_no}
        </button>
      </div>
    );
  }
  return (
    <div class="verdict">
      <p ref={thanks} tabIndex={-1}>
        {said ? texts.faq_thanks : texts.faq_sorry}
      </p>
      {said && end && (
        <button type="button" data-main onClick={end}>
          {texts.faq_end}
        </button>
      )}
    </div>
  );
}

interface SuggestionsProps {
  readonly shell: Shell;
  readonly state: ChatState;
  readonly desk: FaqDesk;
  /** What is written so far. */
  readonly text: string;
}

/** Beside the first message as it is written: what might answer it already. */
export function Suggestions({ shell, state, desk, text }: SuggestionsProps) {
  const { texts } = shell;
  const finder = useFinder(shell, state, false);
  useEffect(() => finder.look(text), [text]);
  const { view } = finder;
  const taken = useSignal("");
  const entries = text.trim() && text !== taken.value ? suggested(view) : [];
  const take = (entry: string) => {
    taken.value = text;
    desk.show(view, entry);
  };
  return (
    <div class="suggestions">
      <p role="status" class={entries.length > 0 ? "" : "quiet"}>
        {entries.length > 0 ? texts.faq_maybe : ""}
      </p>
      {entries.map(({ entry, question }) => (
        <button type="button" key={entry} dir="auto" onClick={() => take(entry)}>
          {question}
        </button>
      ))}
    </div>
  );
}
