/** The reply box and the box for internal notes, or the reason there is none. */
import type { RefObject } from "preact";
import { type MutableRef, useEffect, useRef, useState } from "preact/hooks";
import { type CannedReply, firstGap, text_bytes_max } from "../canned/canned.ts";
import { uploaded_of } from "../../../../protocol/ts/files";
import { outgoingOf } from "../files/attachments.ts";
import { AttachButton, Chips, tooManyText, useFilesOf } from "../files/chips.tsx";
import { t } from "../i18n/text.ts";
import { Icon, type IconName } from "../kit/icon.tsx";
import { type Desk, type Sheet, useDesk } from "../state/desk.ts";
import type { Conversation } from "../state/wire.ts";
import {
  CannedPicker,
  knownOf,
  type Picker,
  pickerProps,
  type Takes,
  useCannedPicker,
} from "./canned_picker.tsx";
import { CannedSet } from "./canned_set.tsx";
import { Shut } from "./shut.tsx";

const note_bytes_max = 2000;
const typing_again_ms = 3000;
const typing_idle_ms = 5000;

/** True when Enter sends: not while a word is being composed, nor with a modifier. */
export function sendsOn(
  event: Pick<KeyboardEvent, "key" | "shiftKey" | "isComposing" | "keyCode">,
) {
  // Safari ends the composition before the key event of the Enter that ended it; its code is 229.
  return event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229;
}

export function bytesOver(text: string, bytes_max = text_bytes_max): number {
  return Math.max(0, new TextEncoder().encode(text).length - bytes_max);
}

/** A set that is looked at, and the conversation that it is for, whichever is shown meanwhile. */
interface ChosenSet {
  readonly set: CannedReply;
  readonly row: Conversation;
}

export function Composer({ row }: { readonly row: Conversation }) {
  const desk = useDesk();
  const answered = useRef(desk.replyWanted.peek());
  const [chosen, setChosen] = useState<ChosenSet | null>(null);
  const notes = desk.canNote(row);
  const replies = desk.canReply(row);
  const advises = notes && !replies && row.state === "assigned";
  const sheet: Sheet = notes && (advises || desk.sheet.value === "note") ? "note" : "reply";
  const box = sheet === "note" || replies;
  return (
    <div class={`composer-frame for-${sheet}`}>
      {notes ? <Sheets sheet={sheet} replies={!advises} /> : null}
      {box ? (
        <Box
          key={sheet}
          row={row}
          sheet={sheet}
          answered={answered}
          choose={(set) => setChosen({ set, row })}
        />
      ) : (
        <Shut row={row} />
      )}
      {chosen === null ? null : (
        <CannedSet
          set={chosen.set}
          known={knownOf(desk, chosen.row)}
          send={(messages) =>
            messages.forEach((each) => desk.actions.post(chosen.row.conversation, each))
          }
          onClose={() => setChosen(null)}
        />
      )}
    </div>
  );
}

function Sheets({ sheet, replies }: { readonly sheet: Sheet; readonly replies: boolean }) {
  const desk = useDesk();
  return (
    <div class="sheets" role="group" aria-label={t("composer.sheets")}>
      <button
        type="button"
        aria-pressed={sheet === "reply"}
        disabled={!replies}
        onClick={() => desk.wantReply()}
      >
        {t("composer.reply")}
      </button>
      <button type="button" aria-pressed={sheet === "note"} onClick={() => desk.wantNote()}>
        <Icon name="note" />
        {t("composer.note")}
      </button>
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

/** Takes the focus when something asked for it since the conversation is shown. */
function useFocus(
  desk: Desk,
  box: RefObject<HTMLTextAreaElement>,
  answered: MutableRef<number>,
): void {
  const wanted = desk.replyWanted.value;
  useEffect(() => {
    if (answered.current === wanted) return;
    answered.current = wanted;
    box.current?.focus();
  }, [wanted]);
}

interface BoxProps {
  readonly row: Conversation;
  readonly sheet: Sheet;
  readonly answered: MutableRef<number>;
  /** A set of replies is looked at before it is sent. */
  readonly choose: (set: CannedReply) => void;
}

type OnSheet = ReturnType<typeof sheetOf>;

/** What a box says and does on each sheet. */
function sheetOf(desk: Desk, row: Conversation, sheet: Sheet) {
  const id = row.conversation;
  return sheet === "note"
    ? {
        draft: `note ${id}`,
        bytes_max: note_bytes_max,
        label: t("composer.note_label"),
        placeholder: t("composer.note_placeholder"),
        hint: t("composer.note_hint"),
        submit: t("composer.note_send"),
        files: null,
        send: (text: string) => desk.actions.note(id, text),
      }
    : {
        draft: id,
        bytes_max: text_bytes_max,
        label: t("composer.label"),
        placeholder: t("composer.placeholder", { name: desk.visitorName(row.visitor) }),
        hint: t("composer.hint"),
        submit: t("composer.send"),
        files: desk.attachments(id),
        send: (text: string) =>
          outgoingOf(text, desk.attachments(id).send()).forEach((each) =>
            desk.actions.post(id, each),
          ),
      };
}

/** Whether what is in the box can be sent, and what is wrong or waited for. */
function standOf(text: string, on: OnSheet, sheet: Sheet) {
  const over = bytesOver(text, on.bytes_max);
  // A visitor must never read a variable's name.
  const gap = sheet === "reply" ? firstGap(text) : null;
  const files = on.files?.list.value ?? [];
  const failed = files.some(({ fault }) => fault !== null);
  const waits = files.some(({ uploaded }) => uploaded === null);
  const empty = text.trim() === "" && files.length === 0;
  const wrong =
    over > 0
      ? t("composer.too_long", { n: over })
      : gap !== null
        ? t("canned.gap", { variable: text.slice(gap.start, gap.end) })
        : failed
          ? t("file.mend")
          : null;
  return { gap, wrong, waits, ready: wrong === null && !waits && !empty };
}

function Box({ row, sheet, answered, choose }: BoxProps) {
  const desk = useDesk();
  const on = sheetOf(desk, row, sheet);
  const { files } = on;
  const box = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(desk.parts.drafts.get(on.draft));
  const typing = useTyping(desk, row.conversation);
  useFocus(desk, box, answered);
  const focus = (): void => box.current?.focus();
  const attach =
    files === null
      ? null
      : (chosen: readonly File[]): void => {
          if (files.add(chosen) > 0) desk.parts.toasts.show("bad", tooManyText());
          focus();
        };
  useFilesOf(box, attach);
  const stand = standOf(text, on, sheet);
  const change = (value: string): void => {
    setText(value);
    desk.parts.drafts.set(on.draft, value);
    if (sheet === "reply") typing(value.trim() !== "");
  };
  const takes: Takes | null =
    files === null
      ? null
      : { set: choose, file: (file) => files.addUploaded(uploaded_of(file)) };
  const picker = useCannedPicker(row, box, change, takes);
  const send = (): void => {
    if (stand.gap !== null) box.current?.setSelectionRange(stand.gap.start, stand.gap.end);
    if (!stand.ready) return;
    on.send(text.trim());
    change("");
    focus();
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <CannedPicker picker={picker} />
      {files === null ? null : <Chips files={files} onGone={focus} />}
      <Words
        box={box}
        on={on}
        text={text}
        wrong={stand.wrong !== null}
        picker={picker}
        change={change}
        send={send}
      />
      <Foot on={on} icon={sheet === "note" ? "note" : "send"} stand={stand} attach={attach} />
    </form>
  );
}

interface WordsProps {
  readonly box: RefObject<HTMLTextAreaElement>;
  readonly on: OnSheet;
  readonly text: string;
  readonly wrong: boolean;
  readonly picker: Picker;
  readonly change: (text: string) => void;
  readonly send: () => void;
}

/** Where it is written. The list of canned replies has the first word on its keys. */
function Words({ box, on, text, wrong, picker, change, send }: WordsProps) {
  return (
    <div class="grow" data-text={`${text}\n`}>
      <textarea
        ref={box}
        rows={1}
        value={text}
        aria-label={on.label}
        aria-describedby="composer-note"
        aria-invalid={wrong}
        {...pickerProps(picker)}
        placeholder={on.placeholder}
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
  );
}

interface FootProps {
  readonly on: OnSheet;
  readonly icon: IconName;
  readonly stand: ReturnType<typeof standOf>;
  readonly attach: ((files: readonly File[]) => void) | null;
}

function Foot({ on, icon, stand: { wrong, waits, ready }, attach }: FootProps) {
  const offline = useDesk().link.value.kind !== "connected";
  const note = offline ? t("composer.offline_note") : waits ? t("file.wait") : on.hint;
  return (
    <div class="composer-foot">
      {attach === null ? null : <AttachButton take={attach} />}
      <small id="composer-note" class={wrong === null ? "" : "bad"}>
        {wrong ?? note}
      </small>
      <button type="submit" class="button primary" disabled={!ready}>
        <Icon name={icon} />
        {on.submit}
      </button>
    </div>
  );
}
