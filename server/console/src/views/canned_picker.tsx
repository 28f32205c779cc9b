/**
 * The list of canned replies that a `/` in the reply box opens. The focus stays in the box: it owns
 * the list by aria-activedescendant, and its keys come here first.
 */
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import {
  type CannedFile,
  type CannedReply,
  fillIn,
  findReplies,
  firstGap,
  type Known,
  type Lookup,
  lookupAt,
  messagesOf,
} from "../canned/canned.ts";
import { initials, wantInitials } from "../canned/initials.ts";
import { t } from "../i18n/text.ts";
import { Icon } from "../kit/icon.tsx";
import { type Desk, useDesk } from "../state/desk.ts";
import { givenName } from "../state/selectors.ts";
import type { Conversation } from "../state/wire.ts";

const shown_max = 30;
const list_id = "canned-list";

function optionId(index: number): string {
  return `canned-${index}`;
}

export function knownOf(desk: Desk, { visitor, queue }: Conversation): Known {
  return {
    "visitor.name": givenName(visitor) ?? "",
    "visitor.email": visitor.email ?? "",
    "visitor.phone": visitor.phone ?? "",
    "agent.name": desk.me.value?.name ?? "",
    "queue.name": desk.queueName(queue),
    "site.name": desk.canned.siteName(visitor.visit?.site ?? ""),
  };
}

export interface Picker {
  readonly found: readonly CannedReply[];
  readonly open: boolean;
  readonly chosen: number;
  /** Looks at the box after any change of its text or caret. */
  readonly look: () => void;
  /** True when the key was the list's. */
  readonly press: (event: KeyboardEvent) => boolean;
  readonly choose: (index: number) => void;
  readonly insert: (reply: CannedReply) => void;
  /** Until the box is looked at again. */
  readonly hide: () => void;
}

/** What is put here is selected once the box shows its new text: before, it is not there. */
function useSelection(box: RefObject<HTMLTextAreaElement>) {
  const select = useRef<readonly [number, number] | null>(null);
  useLayoutEffect(() => {
    if (select.current === null) return;
    box.current?.setSelectionRange(...select.current);
    select.current = null;
  });
  return select;
}

/** What a reply to the visitor can take beyond a text; a note has no such place. */
export interface Takes {
  /** A set is looked at before it is sent; without this it becomes one text. */
  readonly set: (set: CannedReply) => void;
  readonly file: (file: CannedFile) => void;
}

export function useCannedPicker(
  row: Conversation,
  box: RefObject<HTMLTextAreaElement>,
  change: (text: string) => void,
  takes: Takes | null,
): Picker {
  const desk = useDesk();
  const [lookup, setLookup] = useState<Lookup | null>(null);
  const [at, setAt] = useState(0);
  const dismissed = useRef<number | null>(null);
  const select = useSelection(box);

  const look = (): void => {
    const element = box.current;
    if (element === null) return;
    const next = lookupAt(element.value, element.selectionStart);
    if (next === null) dismissed.current = null;
    const shown = next !== null && next.start === dismissed.current ? null : next;
    if (shown !== null && lookup === null) {
      wantInitials();
      void desk.canned.load();
    }
    if (shown?.query !== lookup?.query) setAt(0);
    setLookup(shown);
  };
  const shut = (): void => {
    dismissed.current = lookup?.start ?? null;
    setLookup(null);
  };
  const insert = (reply: CannedReply): void => {
    const element = box.current;
    if (element === null || lookup === null) return;
    const opens = takes !== null && reply.more.length > 0;
    const text = opens ? "" : fillIn(messagesOf(reply).join("\n\n"), knownOf(desk, row));
    const before = element.value.slice(0, lookup.start);
    const after = element.value.slice(lookup.start + 1 + lookup.query.length);
    const gap = firstGap(text);
    const from = before.length + (gap?.start ?? text.length);
    select.current = [from, before.length + (gap?.end ?? text.length)];
    setLookup(null);
    change(before + text + after);
    if (opens) takes.set(reply);
    else if (reply.file) takes?.file(reply.file);
    element.focus();
  };

  const replies = desk.canned.replies.value ?? [];
  const found =
    lookup === null ? [] : findReplies(replies, lookup.query, initials).slice(0, shown_max);
  const chosen = Math.max(0, Math.min(at, found.length - 1));
  const press = (event: KeyboardEvent): boolean => {
    // The keys of a word that is being composed are the input method's; Safari's last one is 229.
    if (lookup === null || event.isComposing || event.keyCode === 229) return false;
    if (event.key === "Escape") {
      shut();
      return true;
    }
    if (found.length === 0 || event.shiftKey) return false;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) setAt((chosen + step + found.length) % found.length);
    else if (event.key === "Enter" || event.key === "Tab")
      found.slice(chosen, chosen + 1).forEach(insert);
    else return false;
    return true;
  };
  const hide = (): void => setLookup(null);
  return { found, open: lookup !== null, chosen, look, press, choose: setAt, insert, hide };
}

/** What the reply box says of the list to screen readers. */
export function pickerProps({ open, found, chosen }: Picker) {
  return {
    "aria-autocomplete": "list" as const,
    "aria-haspopup": "listbox" as const,
    ...(open && found.length > 0
      ? { "aria-controls": list_id, "aria-activedescendant": optionId(chosen) }
      : {}),
  };
}

export function CannedPicker({ picker }: { readonly picker: Picker }) {
  const desk = useDesk();
  const list = useRef<HTMLDivElement>(null);
  const { open, found, chosen } = picker;
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [chosen, found.length]);
  const loading = desk.canned.replies.value === null && !desk.canned.unreachable.value;
  const none = desk.canned.unreachable.value
    ? t("canned.unreachable")
    : t(loading ? "canned.loading" : "canned.none");
  return (
    <>
      <p class="hidden" role="status">
        {open ? (found.length > 0 ? t("canned.found", { n: found.length }) : none) : ""}
      </p>
      {!open ? null : (
        // A press here must not take the focus from the box.
        <div class="canned" onMouseDown={(event) => event.preventDefault()}>
          {found.length === 0 ? (
            <p class="muted">{none}</p>
          ) : (
            <Options picker={picker} list={list} />
          )}
          <footer>
            <small>{t("canned.keys")}</small>
            <button
              type="button"
              class="text-button"
              onClick={() => {
                picker.hide();
                desk.settings.value = "canned";
              }}
            >
              {t("canned.manage")}
            </button>
          </footer>
        </div>
      )}
    </>
  );
}

function CannedFileName({ file }: { readonly file: CannedFile }) {
  return (
    <em class="canned-file">
      <Icon name="clip" />
      {file.name}
    </em>
  );
}

interface OptionsProps {
  readonly picker: Picker;
  readonly list: RefObject<HTMLDivElement>;
}

function Options({ picker, list }: OptionsProps) {
  const desk = useDesk();
  return (
    <div ref={list} id={list_id} class="canned-list" role="listbox" aria-label={t("canned.label")}>
      {picker.found.map((reply, index) => (
        <div
          key={reply.reply}
          id={optionId(index)}
          class="canned-item"
          role="option"
          aria-selected={index === picker.chosen}
          onMouseMove={() => picker.choose(index)}
          onClick={() => picker.insert(reply)}
        >
          <strong>{reply.name}</strong>
          <span>
            {messagesOf(reply).join(" / ")}
            {reply.file ? <CannedFileName file={reply.file} /> : null}
          </span>
          <small>
            {reply.more.length > 0 ? `${t("set.count", { n: reply.more.length + 1 })} · ` : null}
            {reply.queue === null ? t(`canned.scope_${reply.scope}`) : desk.queueName(reply.queue)}
          </small>
        </div>
      ))}
    </div>
  );
}
