/**
 * The dialog: header, what is going on, conversation, composer. Modal where it covers the screen,
 * else not.
 */

import { useComputed, useSignal } from "@preact/signals";
import type { ReadonlySignal, Signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Texts } from "../locales/zh-CN.ts";
import { availability } from "../shared/availability.ts";
import { shown_log } from "../shared/state.ts";
import type { ChatState } from "../shared/state.ts";
import { stands_first } from "./answers.ts";
import { Composer } from "./composer.tsx";
import { keep_focus_in, take_focus, useFocusAfter } from "./focus.ts";
import { Form, form_id } from "./form.tsx";
import { IconButton } from "./icons.tsx";
import { Leave, leave_id } from "./leave.tsx";
import { Log } from "./log.tsx";
import { fill, initial } from "./rows.ts";
import type { Shell } from "./shell.ts";
import { Welcome, first_queue, state_words } from "./welcome.tsx";

const banner_after_ms = 3000;

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
  const queue = useSignal(first_queue(state.value.queues, shell.queue));
  const stand = useComputed(() => stand_of(state.value));
  const started = shown_log(state.value) !== null || state.value.outbox.length > 0;
  const leaving = useLeaving(state, stand);
  const asking = useAsking(shell, state, stand);
  const modal = narrow.value && !shell.page;

  const on_key = (event: KeyboardEvent) => {
    if (event.key === "Escape" && !event.isComposing && !shell.page) shell.hide();
    if (event.key === "Tab" && modal && box.current) keep_focus_in(box.current, event);
  };
  const say = (text: string) =>
    shell.say(text, started && stand.value !== "closed" ? undefined : queue.value);
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
      />
      <Banner texts={texts} down_since={state.value.down_since} />
      <div class="body">
        {leaving.open ? (
          <Leave
            shell={shell}
            state={state.value}
            queue={queue.value}
            waiting={leaving.waiting}
            text={leaving.text}
            done={leaving.close}
          />
        ) : started && !asking.first ? (
          <Log shell={shell} state={state} stand={stand.value} leave={leaving.begin} />
        ) : (
          <Welcome shell={shell} state={state.value} queue={queue} leave={leaving.begin}>
            {asking.first && <Form shell={shell} state={state.value} put_off={asking.put_off} />}
          </Welcome>
        )}
      </div>
      <div class="foot">
        {leaving.open ? (
          <Submit shell={shell} state={state.value} form={leave_id} back={leaving.close} />
        ) : asking.first ? (
          <Submit shell={shell} state={state.value} form={form_id} />
        ) : (
          <Foot shell={shell} stand={stand.value} ending={ending} say={say} />
        )}
      </div>
    </section>
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
  stand: Stand;
  ending: Signal<boolean>;
  say: (text: string) => void;
}

/** What can be done with the conversation now. */
function Foot({ shell, stand, ending, say }: FootProps) {
  const { texts } = shell;
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
  if (!closed) return <Composer shell={shell} say={say} />;
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

interface HeadProps {
  shell: Shell;
  state: ChatState;
  stand: Stand;
  queue: string | undefined;
  on_end: () => void;
}

function Head({ shell, state, stand, queue, on_end }: HeadProps) {
  const { texts } = shell;
  const sound = useSignal(shell.sound());
  const about = shown_log(state)?.about;
  const name = about?.agent?.name || state.site?.name || texts.title;
  const expected = availability(state.queues, queue).state;
  const status = {
    ready: state_words(texts)[expected],
    waiting: about?.left ? texts.status_left : texts.status_waiting,
    assigned: about?.held ? texts.on_hold : texts.with_agent,
    closed: texts.status_closed,
  };
  const dot = about?.held ? "held" : stand === "ready" ? expected : stand;
  const toggle_sound = () => {
    sound.value = !sound.value;
    shell.set_sound(sound.value);
  };
  return (
    <div class="head">
      <span class="face" aria-hidden="true">
        {initial(name)}
      </span>
      <div class="who">
        <h2 id="title">{name}</h2>
        <p>
          <span class="dot" data-state={dot} />
          {status[stand]}
        </p>
      </div>
      <div class="tools">
        {(stand === "waiting" || stand === "assigned") && shown_log(state) && (
          <IconButton name="end" label={texts.end} onClick={on_end} />
        )}
        <IconButton
          name={sound.value ? "sound" : "mute"}
          label={sound.value ? texts.sound_off : texts.sound_on}
          onClick={toggle_sound}
        />
        {!shell.page && <IconButton name="close" label={texts.close} onClick={shell.hide} />}
      </div>
    </div>
  );
}

/**
 * Says that the line is down, but not for a hiccup: after three seconds, or at once when the
 * browser knows.
 */
function Banner({ texts, down_since }: { texts: Texts; down_since: number }) {
  const late = useSignal(false);
  const offline = useSignal(!navigator.onLine);
  useEffect(() => {
    const update = () => (offline.value = !navigator.onLine);
    window.addEventListener("online", update);
    window.addEventListener("offline", update);
    return () => {
      window.removeEventListener("online", update);
      window.removeEventListener("offline", update);
    };
  }, []);
  useEffect(() => {
    late.value = false;
    if (!down_since) return undefined;
    const timer = setTimeout(() => (late.value = true), down_since + banner_after_ms - Date.now());
    return () => clearTimeout(timer);
  }, [down_since]);
  const text = offline.value ? texts.offline : late.value && down_since ? texts.reconnecting : "";
  return (
    <div role="status">
      {text && (
        <p class="banner">
          <span class="spin" />
          {text}
        </p>
      )}
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
