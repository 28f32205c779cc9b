/** The reply box, or the reason there is none. */
import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { firstGap } from "../canned/canned.ts";
import { t } from "../i18n/text.ts";
import { Icon } from "../kit/icon.tsx";
import { type Desk, useDesk } from "../state/desk.ts";
import type { Conversation } from "../state/wire.ts";
import { CannedPicker, pickerProps, useCannedPicker } from "./canned_picker.tsx";

/** The protocol's limit on a message, in bytes of UTF-8. */
export const text_bytes_max = 16_384;
const typing_again_ms = 3000;
const typing_idle_ms = 5000;

/** True when Enter sends: not while a word is being composed, nor with a modifier. */
export function sendsOn(
  event: Pick<KeyboardEvent, "key" | "shiftKey" | "isComposing" | "keyCode">,
) {
  // Safari ends the composition before the key event of the Enter that ended it; its code is 229.
  return event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229;
}

export function bytesOver(text: string): number {
  return Math.max(0, new TextEncoder().encode(text).length - text_bytes_max);
}

export function Composer({ row }: { readonly row: Conversation }) {
  const desk = useDesk();
  if (row.state === "assigned" && desk.isMine(row)) return <ReplyBox row={row} />;
  const act =
    row.state === "waiting"
      ? {
          text: t("composer.waiting"),
          label: t("conversation.accept"),
          run: () => desk.take(row.conversation),
        }
      : row.state === "closed"
        ? {
            text: t("composer.closed"),
            label: t("conversation.reopen"),
            run: () => desk.actions.reopen(row.conversation),
          }
        : {
            text: t("composer.other", { name: row.agent?.name ?? "" }),
            label: null,
            run: () => {},
          };
  return (
    <div class="composer shut">
      <p>{act.text}</p>
      {act.label === null ? null : (
        <button type="button" class="button primary" onClick={act.run}>
          {act.label}
        </button>
      )}
    </div>
  );
}

/** Tells the visitor's side that someone types, again while it lasts, and when it stops. */
function useTyping(desk: Desk, conversation: string): (active: boolean) => void {
  const told_at = useRef(0);
  const idle = useRef<ReturnType<typeof setTimeout>>();
  const tell = (active: boolean): void => {
    clearTimeout(idle.current);
    if (active) {
      idle.current = setTimeout(() => tell(false), typing_idle_ms);
      if (Date.now() - told_at.current < typing_again_ms) return;
    } else if (told_at.current === 0) {
      return;
    }
    told_at.current = active ? Date.now() : 0;
    desk.actions.typing(conversation, active);
  };
  useEffect(() => () => tell(false), []);
  return tell;
}

/** Takes the focus when something asked for it since this box is shown. */
function useReplyFocus(desk: Desk, box: RefObject<HTMLTextAreaElement>): void {
  const wanted = desk.replyWanted.value;
  const answered = useRef(wanted);
  useEffect(() => {
    if (answered.current === wanted) return;
    answered.current = wanted;
    box.current?.focus();
  }, [wanted]);
}

function ReplyBox({ row }: { readonly row: Conversation }) {
  const desk = useDesk();
  const id = row.conversation;
  const box = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(desk.parts.drafts.get(id));
  const typing = useTyping(desk, id);
  useReplyFocus(desk, box);
  const over = bytesOver(text);
  // A visitor must never read a variable's name.
  const gap = firstGap(text);
  const ready = text.trim() !== "" && over === 0 && gap === null;
  const change = (value: string): void => {
    setText(value);
    desk.parts.drafts.set(id, value);
    typing(value.trim() !== "");
  };
  const picker = useCannedPicker(row, box, change);
  const send = (): void => {
    if (gap !== null) box.current?.setSelectionRange(gap.start, gap.end);
    if (!ready) return;
    desk.actions.post(id, text.trim());
    change("");
    box.current?.focus();
  };
  const wrong =
    over > 0
      ? t("composer.too_long", { n: over })
      : gap !== null
        ? t("canned.gap", { variable: text.slice(gap.start, gap.end) })
        : null;
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <CannedPicker picker={picker} />
      <div class="grow" data-text={`${text}\n`}>
        <textarea
          ref={box}
          rows={1}
          value={text}
          aria-label={t("composer.label")}
          aria-describedby="composer-note"
          aria-invalid={wrong !== null}
          {...pickerProps(picker)}
          placeholder={t("composer.placeholder", { name: desk.visitorName(row.visitor) })}
          onInput={(event) => {
            change(event.currentTarget.value);
            picker.look();
          }}
          onClick={picker.look}
          onKeyUp={(event) => {
            if (/^(Arrow(Left|Right)|Home|End)$/.test(event.key)) picker.look();
          }}
          onBlur={picker.hide}
          onKeyDown={(event) => {
            if (picker.press(event)) {
              event.preventDefault();
              return;
            }
            if (event.key === "Escape" && !event.isComposing) box.current?.blur();
            if (!sendsOn(event)) return;
            event.preventDefault();
            send();
          }}
        />
      </div>
      <Foot wrong={wrong} ready={ready} />
    </form>
  );
}

/** `wrong`: why the text cannot be sent as it is. */
function Foot({ wrong, ready }: { readonly wrong: string | null; readonly ready: boolean }) {
  const offline = useDesk().link.value.kind !== "connected";
  return (
    <div class="composer-foot">
      <small id="composer-note" class={wrong === null ? "" : "bad"}>
        {wrong ?? t(offline ? "composer.offline_note" : "composer.hint")}
      </small>
      <button type="submit" class="button primary" disabled={!ready}>
        <Icon name="send" />
        {t("composer.send")}
      </button>
    </div>
  );
}
