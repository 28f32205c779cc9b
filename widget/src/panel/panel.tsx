/**
 * The dialog: header, what is going on, conversation, composer. Modal where it covers the screen,
 * else not.
 */

import { useComputed, useSignal } from "@preact/signals";
import type { ReadonlySignal, Signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Uploaded } from "../../../protocol/ts/outbox.ts";
import type { Texts } from "../locales/zh-CN.ts";
import { availability, is_away } from "../shared/availability.ts";
import { shown_log } from "../shared/state.ts";
import type { ChatState } from "../shared/state.ts";
import { stands_first } from "./answers.ts";
import { Composer } from "./composer.tsx";
import { Suggestions } from "./faq.tsx";
import { useFaq } from "./faq_desk.ts";
import type { FaqDesk } from "./faq_desk.ts";
import { keep_focus_in, take_focus, useFocusAfter } from "./focus.ts";
import { Form, form_id } from "./form.tsx";
import { Banner, Head } from "./head.tsx";
import { Icon } from "./icons.tsx";
import { Kept } from "./kept.tsx";
import { Leave, leave_id } from "./leave.tsx";
import { Log } from "./log.tsx";
import { fill } from "./rows.ts";
import type { Shell } from "./shell.ts";
import { Welcome, first_queue } from "./welcome.tsx";

interface PanelProps {
  shell: Shell;
  state: ReadonlySignal<ChatState>;
  narrow: ReadonlySignal<boolean>;
}

/** Where the conversation stands, as the visitor sees it. */
export type Stand = "ready" | "waiting" | "assigned" | "closed";

export function stand_of(state: ChatState): Stand {
  const log = shown_log(state);
  if (log) return log.about?.state ?? "waiting";
  return state.outbox.some((message) => message.state !== "failed") ? "waiting" : "ready";
}

export function Panel({ shell, state, narrow }: PanelProps) {
  const { texts } = shell;
  const box = useRef<HTMLElement>(null);
  const ending = useSignal(false);
  const privacy = useSignal(false);
  const answered = useSignal(false);
  const queue = useSignal(first_queue(state.value.queues, shell.queue));
  const stand = useComputed(() => stand_of(state.value));
  const started = shown_log(state.value) !== null || state.value.outbox.length > 0;
  const flow = {
    leaving: useLeaving(state, stand),
    asking: useAsking(shell, state, stand),
    // Nobody is asked to fill in a form to be told that nobody is there.
    away: is_away(availability(state.value.queues, queue.value)),
  };
  const faq = useFaq(shell, state);
  const modal = narrow.value && !shell.page;
  // Nothing is written before the visitor said whether it may be known again.
  const asked = shell.asked() && !answered.value;

  const on_key = (event: KeyboardEvent) => {
    if (event.key === "Escape" && !event.isComposing && !shell.page) shell.hide();
    if (event.key === "Tab" && modal && box.current) keep_focus_in(box.current, event);
  };
  const to = started && stand.value !== "closed" ? undefined : queue.value;
  const say = (text: string, uploaded?: Uploaded) => shell.say(text, to, undefined, uploaded);
  return (
    <section
      class="panel"
      ref={box}
      role={shell.page ? "main" : "dialog"}
      tabIndex={-1}
      aria-modal={modal ? "true" : undefined}
      aria-labelledby="title"
      onKeyDown={on_key}
    >
      <Head
        shell={shell}
        state={state.value}
        stand={stand.value}
        queue={queue.value}
        on_end={() => (ending.value = true)}
        on_privacy={shell.extras.value ? () => (privacy.value = !privacy.value) : undefined}
      />
      <Banner texts={texts} down_since={state.value.down_since} />
      <Kept shell={shell} started={started} asked={asked} answered={answered} open={privacy} />
      <div class="body" hidden={asked}>
        <Body shell={shell} state={state} stand={stand.value} queue={queue} flow={flow} faq={faq} />
      </div>
      <div class="foot" hidden={asked}>
        <Below
          shell={shell}
          state={state.value}
          stand={stand.value}
          ending={ending}
          say={say}
          faq={started ? null : faq}
          flow={flow}
        />
      </div>
    </section>
  );
}

/** What comes before a conversation, or instead of one. */
interface Flow {
  readonly leaving: ReturnType<typeof useLeaving>;
  readonly asking: ReturnType<typeof useAsking>;
  readonly away: boolean;
}

interface BodyProps {
  shell: Shell;
  state: ReadonlySignal<ChatState>;
  stand: Stand;
  queue: Signal<string | undefined>;
  flow: Flow;
  faq: FaqDesk | null;
}

function Body({ shell, state, stand, queue, flow, faq }: BodyProps) {
  const { leaving, asking, away } = flow;
  if (leaving.open) {
    return (
      <Leave
        shell={shell}
        state={state.value}
        queue={queue.value}
        waiting={leaving.waiting}
        text={leaving.text}
        done={leaving.close}
      />
    );
  }
  const { first, put_off } = asking;
  const started = shown_log(state.value) !== null || state.value.outbox.length > 0;
  if (started && !first) {
    return <Log shell={shell} state={state} stand={stand} leave={leaving.begin} faq={faq} />;
  }
  const leave = first ? undefined : leaving.begin;
  return (
    <Welcome shell={shell} state={state.value} queue={queue} leave={leave} faq={faq}>
      {first && !away && <Form shell={shell} state={state.value} put_off={put_off} />}
    </Welcome>
  );
}

/** The form to leave a message: while a message can still be left. */
function useLeaving(state: ReadonlySignal<ChatState>, stand: ReadonlySignal<Stand>) {
  const open = useSignal(false);
  const text = useSignal("");
  const about = shown_log(state.value)?.about;
  const waits = stand.value === "waiting" && about?.state === "waiting" && !about.left;
  const possible = stand.value === "ready" || waits;
  useEffect(() => {
    if (!possible) open.value = false;
  }, [possible]);
  return {
    open: open.value && possible,
    text: text.value,
    waiting: waits ? about.conversation : "",
    begin: (said?: unknown) => {
      text.value = typeof said === "string" ? said : "";
      open.value = true;
    },
    close: () => (open.value = false),
  };
}

/** The site's form: before the first words of a conversation. */
function useAsking(shell: Shell, state: ReadonlySignal<ChatState>, stand: ReadonlySignal<Stand>) {
  const put_off = useSignal(shell.store.get("form_put_off") === "1");
  const { form, outbox } = state.value;
  const first = stand.value === "ready" && stands_first(form, put_off.value);
  useEffect(() => {
    if (first) return;
    // What was written before the form was known goes out now.
    for (const { code, client_id } of outbox) if (code === "form_required") shell.retry(client_id);
  }, [first]);
  return {
    first,
    put_off: () => {
      put_off.value = true;
      shell.store.set("form_put_off", "1");
    },
  };
}

interface FootProps {
  shell: Shell;
  state: ChatState;
  stand: Stand;
  ending: Signal<boolean>;
  say: (text: string, uploaded?: Uploaded) => void;
  /** Answers that might spare the first message; null where there are none. */
  faq: FaqDesk | null;
}

/** What can be done with the conversation now. */
function Foot({ shell, state, stand, ending, say, faq }: FootProps) {
  const { texts } = shell;
  const previews = state.site?.typing_preview === true;
  const closed = stand === "closed";
  if (ending.value && !closed && stand !== "ready") {
    return (
      <Choice
        asked
        text={texts.end_ask}
        yes={texts.end_yes}
        no={texts.end_no}
        on_yes={() => {
          shell.end();
          ending.value = false;
        }}
        on_no={() => (ending.value = false)}
      />
    );
  }
  const above = faq
    ? (text: string) => <Suggestions shell={shell} state={state} desk={faq} text={text} />
    : undefined;
  if (!closed) return <Composer shell={shell} say={say} previews={previews} above={above} />;
  return (
    <Choice
      text={texts.closed}
      yes={texts.start_new}
      no={texts.reopen}
      on_yes={shell.start_new}
      on_no={shell.reopen}
    />
  );
}

/** What can be done now: with the conversation, or before there is one. */
function Below({ flow, ...rest }: FootProps & { flow: Flow }) {
  const { shell, state } = rest;
  const { leaving, asking, away } = flow;
  if (leaving.open) {
    return <Submit shell={shell} state={state} form={leave_id} back={leaving.close} />;
  }
  if (!asking.first) return <Foot {...rest} />;
  if (!away) return <Submit shell={shell} state={state} form={form_id} />;
  return (
    <div class="actions">
      <button type="button" class="button" data-main onClick={leaving.begin}>
        <Icon name="mail" />
        {shell.texts.leave}
      </button>
    </div>
  );
}

interface SubmitProps {
  shell: Shell;
  state: ChatState;
  form: string;
  back?: () => void;
}

/** Sends the form above. */
function Submit({ shell, state, form, back }: SubmitProps) {
  const { texts } = shell;
  const busy = state.filling !== "";
  return (
    <div class="actions">
      {back && (
        <button type="button" class="button" onClick={back}>
          {texts.back}
        </button>
      )}
      <button type="submit" form={form} class="button" data-main aria-disabled={busy}>
        {busy && <span class="spin" />}
        {back ? texts.leave_send : texts.form_start}
      </button>
    </div>
  );
}

interface ChoiceProps {
  text: string;
  yes: string;
  no: string;
  /** The visitor asked for it, so the answer is what the keyboard is at. */
  asked?: boolean;
  on_yes: () => void;
  on_no: () => void;
}

function Choice({ text, yes, no, asked, on_yes, on_no }: ChoiceProps) {
  const first = useRef<HTMLButtonElement>(null);
  const all = useRef<HTMLDivElement>(null);
  useFocusAfter(all, (panel) => take_focus(panel.parentElement ?? panel));
  useEffect(() => {
    if (asked) first.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div class="actions" ref={all} role="group" aria-label={text}>
      <p>{text}</p>
      <button type="button" class="button" onClick={on_no}>
        {no}
      </button>
      <button type="button" class="button" data-main ref={first} onClick={on_yes}>
        {yes}
      </button>
    </div>
  );
}

export function typing_text(texts: Texts, name: string): string {
  return fill(texts.typing, { name: name || texts.agent });
}
