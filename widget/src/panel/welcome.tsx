/** Before the first message: the owner's greeting, and the queues when there is a choice. */

import type { Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { Texts } from "../locales/zh-CN.ts";
import type { QueueState } from "../../../protocol/ts/frames.gen.ts";
import { availability, best_queue, is_away } from "../shared/availability.ts";
import type { Availability } from "../shared/availability.ts";
import { open_invitation } from "../shared/state.ts";
import type { ChatState, VisitorQueue } from "../shared/state.ts";
import { Faq } from "./faq.tsx";
import type { FaqDesk } from "./faq_desk.ts";
import { Icon } from "./icons.tsx";
import { fill, initial } from "./rows.ts";
import type { Shell } from "./shell.ts";
import { wait_text } from "./waits.ts";

/** The queue that the embed names, else the best when there are several, else none. */
export function first_queue(queues: readonly VisitorQueue[], wanted: string): string | undefined {
  const named = queues.find((queue) => queue.queue === wanted || queue.name === wanted);
  if (named || queues.length < 2) return named?.queue;
  return best_queue(queues)?.queue;
}

const date_of = (at: number): string => new Date(at).toDateString();

/** When a closed queue opens, as short as it can be said. */
export function opening_label(at: number, now: number, locale: string): string {
  const time = { hour: "2-digit", minute: "2-digit", hour12: false } as const;
  const far = at - now > 6 * 24 * 3600_000;
  const day = far ? ({ month: "long", day: "numeric" } as const) : ({ weekday: "long" } as const);
  const today = date_of(at) === date_of(now);
  return new Intl.DateTimeFormat(locale, today ? time : { ...day, ...time }).format(at);
}

/** What to expect, when that is not an answer at once. */
function note_of(expected: Availability, texts: Texts, locale: string): string {
  if (expected.state === "open") return "";
  if (expected.state !== "closed") return texts.busy_note;
  if (!expected.opens_at) return texts.closed_note;
  return fill(texts.closed_until, { when: opening_label(expected.opens_at, Date.now(), locale) });
}

/** What somebody who wrote may expect. */
export function waiting_text(expected: Availability, texts: Texts, locale: string): string {
  if (expected.state !== "closed") return texts.waiting;
  if (!expected.opens_at) return texts.waiting_closed;
  return fill(texts.waiting_until, { when: opening_label(expected.opens_at, Date.now(), locale) });
}

export function state_words(texts: Texts): Readonly<Record<QueueState, string>> {
  return {
    open: texts.status_ready,
    busy: texts.queue_busy,
    full: texts.queue_full,
    closed: texts.queue_closed,
  };
}

interface WelcomeProps {
  shell: Shell;
  state: ChatState;
  queue: Signal<string | undefined>;
  /** Opens the form to leave a message. */
  leave?: (() => void) | undefined;
  faq: FaqDesk | null;
  /** What is asked below. */
  children?: ComponentChildren;
}

export function Welcome({ shell, state, queue, leave, faq, children }: WelcomeProps) {
  const { texts, locale } = shell;
  const { site, queues } = state;
  const expected = availability(queues, queue.value);
  const words = state_words(texts);
  const invited = open_invitation(state);
  const note = invited ? "" : note_of(expected, texts, locale);
  const greeting = invited?.text || site?.greeting;
  return (
    <div class="log">
      <div class="welcome">
        <div class="face" aria-hidden="true">
          {initial(invited?.agent.name || site?.name || texts.title)}
        </div>
        <h3>{invited?.agent.name || texts.hello}</h3>
        {(greeting || !note) && <p dir="auto">{greeting || texts.greeting}</p>}
        <div role="status">
          {note && (
            <p class="expect" data-state={expected.state}>
              {note}
            </p>
          )}
        </div>
        {leave && is_away(expected) && (
          <button type="button" class="button offer" onClick={leave}>
            <Icon name="mail" />
            {texts.leave}
          </button>
        )}
        {queues.length > 1 && shell.queue === "" && !invited && (
          <fieldset class="queues">
            <legend>{texts.pick_queue}</legend>
            {queues.map((one) => (
              <label class="queue" key={one.queue}>
                <input
                  type="radio"
                  name="queue"
                  checked={queue.value === one.queue}
                  onChange={() => (queue.value = one.queue)}
                />
                <span dir="auto">{one.name}</span>
                <small>
                  <span class="dot" data-state={one.state} />
                  {words[one.state]}
                  {wait_text(one, texts) && ` · ${wait_text(one, texts)}`}
                </small>
              </label>
            ))}
          </fieldset>
        )}
        {faq && <Faq desk={faq} texts={texts} />}
        {children}
      </div>
    </div>
  );
}
