/** Where the visitor writes. Enter sends, Shift+Enter breaks; while an input method composes, Enter is its own. */

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Shell } from "../shared/shell.ts";
import { Icon } from "./icons.tsx";

/** The protocol's limit for one message, in bytes of UTF-8. */
const text_bytes_max = 16_384;
const typing_again_ms = 3000;
const typing_over_ms = 4000;

const emoji = [..."😀😄😁😅😂🙂😉😊😍😘😋😎🤔🤗😴😢😭😡👍👎👌🙏👏🙌💪👋❤🎉🔥⭐✅❓❗💯🌹🎁☕🍵🚚💰"];

export function Composer({ shell, say }: { shell: Shell; say: (text: string) => void }) {
  const { texts } = shell;
  const text = useSignal(shell.draft());
  const picking = useSignal(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const typing = useTyping(shell);
  const too_long = new TextEncoder().encode(text.value).length > text_bytes_max;
  const empty = text.value.trim() === "";

  const write = (value: string) => {
    text.value = value;
    shell.set_draft(value);
    typing(value !== "");
  };
  const submit = () => {
    if (empty || too_long) return;
    say(text.value.trim());
    write("");
    picking.value = false;
    area.current?.focus({ preventScroll: true });
  };
  const on_key = (event: KeyboardEvent) => {
    // Safari ends the composition before the key event: then only the key code 229 tells.
    const composing = event.isComposing || event.keyCode === 229;
    if (event.key === "Escape" && picking.value) {
      picking.value = false;
      event.stopPropagation();
    }
    if (event.key !== "Enter" || event.shiftKey || composing) return;
    event.preventDefault();
    submit();
  };
  const insert = (mark: string) => {
    const { selectionStart: start = text.value.length, selectionEnd: end = start } = area.current ?? {};
    write(text.value.slice(0, start) + mark + text.value.slice(end));
    requestAnimationFrame(() => area.current?.setSelectionRange(start + mark.length, start + mark.length));
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {picking.value && (
        <div class="emoji" role="group" aria-label={texts.emoji} id="emoji">
          {emoji.map((mark) => (
            <button type="button" key={mark} onClick={() => insert(mark)}>{mark}</button>
          ))}
        </div>
      )}
      <div class="box">
        <button
          type="button"
          class="icon"
          aria-label={texts.emoji}
          title={texts.emoji}
          aria-expanded={picking.value}
          aria-controls="emoji"
          onClick={() => (picking.value = !picking.value)}
        >
          <Icon name="smile" />
        </button>
        <div class="grow" data-text={text.value}>
          <textarea
            ref={area}
            rows={1}
            value={text.value}
            dir="auto"
            aria-label={texts.compose}
            aria-invalid={too_long}
            placeholder={texts.placeholder}
            enterkeyhint="send"
            onInput={(event) => write(event.currentTarget.value)}
            onKeyDown={on_key}
          />
        </div>
        <button type="submit" class="icon submit" aria-label={texts.send} title={texts.send} disabled={empty || too_long}>
          <Icon name="send" />
        </button>
      </div>
      {too_long && <p class="hint" role="alert">{texts.too_long}</p>}
    </form>
  );
}

/** Says "writing" at most every few seconds, and "not any more" after a pause. */
function useTyping(shell: Shell): (active: boolean) => void {
  const said_at = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const over = () => {
    clearTimeout(timer.current);
    if (said_at.current) shell.typing(false);
    said_at.current = 0;
  };
  useEffect(() => over, []);
  return (active) => {
    if (!active) return over();
    clearTimeout(timer.current);
    timer.current = setTimeout(over, typing_over_ms);
    if (Date.now() - said_at.current < typing_again_ms) return;
    said_at.current = Date.now();
    shell.typing(true);
  };
}
