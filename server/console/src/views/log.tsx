/**
 * The scrolling message log. It stays at the end while the reader is there, never moves what is
 * being read when older messages come in above, and counts what arrives below.
 */
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { t } from "../i18n/text.ts";
import { Icon } from "../kit/icon.tsx";
import { useDesk } from "../state/desk.ts";
import { firstSeq, laterMarks, type Thread } from "../state/thread.ts";
import { type Item, transcript } from "../state/transcript.ts";
import type { Conversation } from "../state/wire.ts";
import { LogItem } from "./messages.tsx";

const at_end_px = 48;
const load_older_px = 160;

interface Place {
  first: number;
  height: number;
  top: number;
  atEnd: boolean;
  messages: number;
}

function visitorMessages(items: readonly Item[]): number {
  return items.filter((item) => item.kind === "message" && item.side === "visitor").length;
}

function isAtEnd(log: HTMLElement): boolean {
  return log.scrollHeight - log.scrollTop - log.clientHeight < at_end_px;
}

/** Keeps the reader's place over renders; returns how many visitor messages came in below it. */
function useReadingPlace(
  log: RefObject<HTMLDivElement>,
  thread: Thread,
  items: readonly Item[],
): { readonly below: number; readonly remember: () => void } {
  const place = useRef<Place>({ first: 0, height: 0, top: 0, atEnd: true, messages: 0 });
  const [below, setBelow] = useState(0);
  const remember = (): void => {
    if (log.current === null) return;
    const { scrollHeight: height, scrollTop: top } = log.current;
    Object.assign(place.current, { height, top, atEnd: isAtEnd(log.current) });
    if (place.current.atEnd) setBelow(0);
  };
  useLayoutEffect(() => {
    if (log.current === null) return;
    const was = place.current;
    const first = firstSeq(thread);
    const messages = visitorMessages(items);
    const prepended = was.first !== 0 && first < was.first;
    if (prepended) log.current.scrollTop = was.top + log.current.scrollHeight - was.height;
    else if (was.atEnd) log.current.scrollTop = log.current.scrollHeight;
    else if (messages > was.messages) setBelow((count) => count + messages - was.messages);
    place.current = { ...was, first, messages };
    remember();
  }, [items]);
  useEffect(() => {
    // The composer growing or the window shrinking must not hide the newest message.
    if (log.current === null) return;
    const element = log.current;
    const observer = new ResizeObserver(() => {
      if (place.current.atEnd) element.scrollTop = element.scrollHeight;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { below, remember };
}

export function Log({ row }: { readonly row: Conversation }) {
  const desk = useDesk();
  const id = row.conversation;
  const thread = desk.thread(id);
  const log = useRef<HTMLDivElement>(null);
  const [live, setLive] = useState(false);
  const items = transcript({
    entries: thread.entries,
    pending: desk.pending.value.get(id) ?? [],
    visitor_mark: laterMarks(row.visitor_mark, thread.visitor_mark),
    me: desk.me.value?.agent ?? "",
    myName: desk.me.value?.name ?? "",
    notes: desk.together.notes.value.get(id) ?? [],
    pendingNotes: desk.together.pendingNotes.value.get(id) ?? [],
    since: thread.hasOlder ? (thread.entries[0]?.at ?? 0) : 0,
    words: new Map(row.found?.map(({ message, word }) => [message, word])),
  });
  const { below, remember } = useReadingPlace(log, thread, items);
  // Filled first, announced afterwards: opening a conversation must not read all of it aloud.
  useEffect(() => setLive(thread.loaded), [thread.loaded]);
  const older = thread.hasOlder;
  const loadOlder = (): void => {
    if (older && !thread.loadingOlder) desk.actions.loadOlder(id);
  };
  const [atEnd, setAtEnd] = useState(true);
  const toEnd = (): void => {
    if (log.current !== null) log.current.scrollTop = log.current.scrollHeight;
  };
  return (
    <div class="log-frame">
      <div
        ref={log}
        class="log"
        role="log"
        tabIndex={0}
        aria-label={t("conversation.log")}
        aria-live={live ? "polite" : "off"}
        aria-busy={!thread.loaded}
        onScroll={(event) => {
          remember();
          setAtEnd(isAtEnd(event.currentTarget));
          if (event.currentTarget.scrollTop < load_older_px) loadOlder();
        }}
      >
        <LogTop thread={thread} older={older} onOlder={loadOlder} empty={items.length === 0} />
        {items.map((item) => (
          <LogItem key={item.key} item={item} conversation={id} />
        ))}
        <Typing row={row} />
      </div>
      {atEnd ? null : (
        <button type="button" class={below > 0 ? "pill fresh" : "pill"} onClick={toEnd}>
          <Icon name="down" />
          {below > 0 ? t("conversation.new_messages", { n: below }) : t("conversation.to_latest")}
        </button>
      )}
    </div>
  );
}

function LogTop({
  thread,
  older,
  onOlder,
  empty,
}: {
  readonly thread: Thread;
  readonly older: boolean;
  readonly onOlder: () => void;
  readonly empty: boolean;
}) {
  if (!thread.loaded) {
    return (
      <div class="log-skeleton">
        <span class="hidden">{t("conversation.loading")}</span>
        <span class="bone" />
        <span class="bone right" />
        <span class="bone" />
      </div>
    );
  }
  if (empty) return <p class="log-note">{t("conversation.empty")}</p>;
  if (!older) return <p class="log-note">{t("conversation.beginning")}</p>;
  return (
    <button
      type="button"
      class="text-button log-older"
      disabled={thread.loadingOlder}
      onClick={onOlder}
    >
      {t(thread.loadingOlder ? "conversation.loading" : "conversation.older")}
    </button>
  );
}

function Typing({ row }: { readonly row: Conversation }) {
  const desk = useDesk();
  const text = desk.typing.value.get(row.conversation);
  if (text === undefined) return null;
  return (
    <div class="typing" aria-live="off">
      <span class="typing-dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      {t("conversation.typing", { name: desk.visitorName(row.visitor) })}
      {text === "" ? null : (
        <p class="typing-preview" dir="auto">
          {text}
        </p>
      )}
    </div>
  );
}
