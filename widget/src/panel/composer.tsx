/**
 * Where the visitor writes. Enter sends, Shift+Enter breaks; while an input method composes, Enter
 * is its own.
 */

import { useSignal } from "@preact/signals";
import type { Signal } from "@preact/signals";
import type { ComponentChildren, RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Uploaded } from "../../../protocol/ts/outbox.ts";
import type { Texts } from "../locales/zh-CN.ts";
import type { Shell } from "./shell.ts";
import { useFocusAfter } from "./focus.ts";
import { IconButton } from "./icons.tsx";
import { typing_preview } from "./typing_preview.ts";

/** The protocol's limit for one message, in bytes of UTF-8. */
const text_bytes_max = 16_384;
/** "Writing" is said again so often, and news of what is written so much sooner. */
const typing_again_ms = 3000;
const preview_again_ms = 1000;
/** So long after the last key nobody writes any more; a draft that is seen stays longer. */
const typing_over_ms = 3000;
const preview_over_ms = 30_000;

interface ComposerProps {
  shell: Shell;
  say: (text: string, uploaded?: Uploaded) => void;
  /** Agents see what is written before it is sent. */
  previews: boolean;
  /** What stands above it, from what is written. */
  above?: ((text: string) => ComponentChildren) | undefined;
}

export function Composer({ shell, say, previews, above }: ComposerProps) {
  const { texts } = shell;
  const { text, area, write, insert } = useText(shell, previews);
  const picking = useSignal(false);
  const form = useRef<HTMLFormElement>(null);
  const files = useRef<HTMLInputElement>(null);
  const extras = shell.extras.value;
  useFocusAfter(form);
  const too_long = new TextEncoder().encode(text.value).length > text_bytes_max;
  const empty = text.value.trim() === "";

  const submit = (event: Event) => {
    event.preventDefault();
    if (empty || too_long) return;
    say(text.value.trim());
    write("");
    picking.value = false;
    area.current?.focus({ preventScroll: true });
  };
  const fold = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !picking.value) return;
    picking.value = false;
    area.current?.focus({ preventScroll: true });
    event.stopPropagation();
  };
  return (
    <form ref={form} onKeyDown={fold} onSubmit={submit}>
      {above?.(text.value)}
      {extras && <extras.Files shell={shell} form={form} input={files} say={say} />}
      {extras && picking.value && <extras.EmojiPicker label={texts.emoji} pick={insert} />}
      <div class="box">
        <Tools texts={texts} ready={extras !== null} files={files} picking={picking} />
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
            onKeyDown={(event) => sends(event) && submit(event)}
          />
        </div>
        <IconButton
          name="send"
          label={texts.send}
          type="submit"
          class="icon submit"
          disabled={empty || too_long}
        />
      </div>
      {too_long && (
        <p class="hint" role="alert">
          {texts.too_long}
        </p>
      )}
      {previews && <p class="hint quiet">{texts.typing_preview}</p>}
    </form>
  );
}

interface ToolsProps {
  texts: Texts;
  ready: boolean;
  /** What chooses files. */
  files: RefObject<HTMLInputElement>;
  picking: Signal<boolean>;
}

/** What a message may have besides letters. */
function Tools({ texts, ready, files, picking }: ToolsProps) {
  return (
    <>
      <IconButton
        name="clip"
        label={texts.file_add}
        disabled={!ready}
        onClick={() => files.current?.click()}
      />
      <IconButton
        name="smile"
        label={texts.emoji}
        disabled={!ready}
        aria-expanded={picking.value}
        aria-controls="emoji"
        onClick={() => (picking.value = !picking.value)}
      />
    </>
  );
}

/** What is written, kept as a draft over pages. */
function useText(shell: Shell, previews: boolean) {
  const text = useSignal(shell.draft());
  const area = useRef<HTMLTextAreaElement>(null);
  const typing = useTyping(shell, previews);
  const write = (value: string) => {
    text.value = value;
    shell.set_draft(value);
    typing(value);
  };
  const insert = (mark: string) => {
    const { selectionStart: start = text.value.length, selectionEnd: end = start } =
      area.current ?? {};
    write(text.value.slice(0, start) + mark + text.value.slice(end));
    requestAnimationFrame(() =>
      area.current?.setSelectionRange(start + mark.length, start + mark.length),
    );
  };
  return { text, area, write, insert };
}

function sends(event: KeyboardEvent): boolean {
  // Safari ends the composition before the key event: then only the key code 229 tells.
  const composing = event.isComposing || event.keyCode === 229;
  return event.key === "Enter" && !event.shiftKey && !composing;
}

/** Says "writing" at most every few seconds, and "not any more" after a pause. */
function useTyping(shell: Shell, previews: boolean): (text: string) => void {
  const draft = useRef("");
  const typed_at = useRef(0);
  const said_at = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const [again_ms, over_ms] = previews
    ? [preview_again_ms, preview_over_ms]
    : [typing_again_ms, typing_over_ms];
  const over = () => {
    clearTimeout(timer.current);
    if (said_at.current) shell.typing(false);
    said_at.current = 0;
  };
  const beat = () => {
    const now = Date.now();
    if (now - typed_at.current >= over_ms) return over();
    said_at.current = now;
    shell.typing(true, previews ? typing_preview(draft.current) : undefined);
    timer.current = setTimeout(beat, typing_again_ms);
  };
  useEffect(() => over, []);
  return (text) => {
    draft.current = text;
    if (!text) return over();
    typed_at.current = Date.now();
    clearTimeout(timer.current);
    timer.current = setTimeout(beat, Math.max(0, said_at.current + again_ms - typed_at.current));
  };
}
