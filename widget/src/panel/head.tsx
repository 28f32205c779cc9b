/** The panel's head: who is there, and how things stand; and the word that the line is down. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Texts } from "../locales/zh-CN.ts";
import { availability } from "../shared/availability.ts";
import { shown_log } from "../shared/state.ts";
import type { ChatState } from "../shared/state.ts";
import { IconButton } from "./icons.tsx";
import type { Stand } from "./panel.tsx";
import { initial } from "./rows.ts";
import type { Shell } from "./shell.ts";
import { state_words } from "./welcome.tsx";

const banner_after_ms = 3000;

interface HeadProps {
  shell: Shell;
  state: ChatState;
  stand: Stand;
  queue: string | undefined;
  on_end: () => void;
  /** Shows what the visitor may do with what is known of it; none: that cannot be done yet. */
  on_privacy: (() => void) | undefined;
}

export function Head({ shell, state, stand, queue, on_end, on_privacy }: HeadProps) {
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
        {state.site && (
          <p>
            <span class="dot" data-state={dot} />
            {status[stand]}
          </p>
        )}
      </div>
      <div class="tools">
        {(stand === "waiting" || stand === "assigned") && shown_log(state) && (
          <IconButton name="end" label={texts.end} onClick={on_end} />
        )}
        {on_privacy && <IconButton name="shield" label={texts.privacy} onClick={on_privacy} />}
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
export function Banner({ texts, down_since }: { texts: Texts; down_since: number }) {
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
