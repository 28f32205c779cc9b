/** The panel's side of a site's answers: looks for them after a pause, and keeps what came. */

import { useSignal } from "@preact/signals";
import type { ReadonlySignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { FaqEntry } from "../../../protocol/ts/frames.gen.ts";
import type { ChatState } from "../shared/state.ts";
import { answered, asked, no_answers, query_of, rated, toggled } from "./faq_view.ts";
import type { FaqView } from "./faq_view.ts";
import type { Shell } from "./shell.ts";

/** So long after the last key something is looked for. */
const pause_ms = 350;

/** One place where answers are looked for. */
export interface Finder {
  readonly view: FaqView;
  look(text: string, at_once?: boolean): void;
  set(view: FaqView): void;
}

export function useFinder(shell: Shell, state: ChatState, first: boolean): Finder {
  const view = useSignal(no_answers);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const { live, faq, site } = state;
  const ask = () => {
    const { asked: query } = view.value;
    if (site?.faq) shell.faq({ type: "search_faq", query, language: shell.locale });
  };
  useEffect(() => {
    // What was asked over a broken line is lost with it.
    if (live && (first || view.value.asked)) ask();
    return () => clearTimeout(timer.current);
  }, [live]);
  useEffect(() => {
    if (faq) view.value = answered(view.value, faq);
  }, [faq]);
  return {
    view: view.value,
    look: (text, at_once = false) => {
      const query = query_of(text);
      clearTimeout(timer.current);
      if (query === view.value.asked && !at_once) return;
      view.value = asked(view.value, query);
      timer.current = setTimeout(ask, at_once ? 0 : pause_ms);
    },
    set: (next) => (view.value = next),
  };
}

export interface FaqDesk extends Finder {
  /** In the search box. */
  readonly text: string;
  toggle(entry: string): void;
  rate(entry: string, helped: boolean): void;
  /** Opens one of other entries, found elsewhere. */
  show(found: FaqView, entry: string): void;
}

/** Null for a site without answers. */
export function useFaq(shell: Shell, state: ReadonlySignal<ChatState>): FaqDesk | null {
  const finder = useFinder(shell, state.value, true);
  const text = useSignal("");
  if (!state.value.site?.faq) return null;
  const { view, look, set } = finder;
  const open = (next: FaqView, entry: string) => {
    set(next);
    if (next.open === entry) shell.faq({ type: "read_faq", entry });
  };
  return {
    view,
    text: text.value,
    set,
    look: (words, at_once) => {
      text.value = words;
      look(words, at_once);
    },
    toggle: (entry) => open(toggled(view, entry), entry),
    rate: (entry, helped) => {
      set(rated(view, entry, helped));
      shell.faq({ type: "rate_faq", entry, helped });
    },
    show: ({ found, entries }, entry) => {
      text.value = found;
      open({ ...view, asked: found, found, entries, open: entry }, entry);
    },
  };
}

/** How many answers are shown before anything was looked for, and beside a message. */
const first_max = 3;
const suggested_max = 2;

export function shown_entries(view: FaqView): readonly FaqEntry[] {
  return view.found ? view.entries : view.entries.slice(0, first_max);
}

export function suggested(view: FaqView): readonly FaqEntry[] {
  return view.found ? view.entries.slice(0, suggested_max) : [];
}
