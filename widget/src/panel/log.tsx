/**
 * The conversation: groups of bubbles, system lines, days; stays at the end unless the visitor
 * scrolled away.
 */

import { useSignal } from "@preact/signals";
import type { ReadonlySignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { Place as PlaceView } from "../../../protocol/ts/frames.gen.ts";
import type { Texts } from "../locales/zh-CN.ts";
import { availability } from "../shared/availability.ts";
import { only_emoji } from "../shared/links.ts";
import { from_agent, shown_log } from "../shared/state.ts";
import type { ChatState } from "../shared/state.ts";
import { Faq } from "./faq.tsx";
import type { FaqDesk } from "./faq_desk.ts";
import { FileView } from "./file.tsx";
import { Icon } from "./icons.tsx";
import type { IconName } from "./icons.tsx";
import type { Stand } from "./panel.tsx";
import { typing_text } from "./panel.tsx";
import { fill, initial, make_rows, time_label } from "./rows.ts";
import type { MessageRow, Row } from "./rows.ts";
import type { Shell } from "./shell.ts";
import { Text } from "./text.tsx";
import { wait_text } from "./waits.ts";
import { waiting_text } from "./welcome.tsx";

const near_end_px = 80;
const near_start_px = 120;

interface LogProps {
  shell: Shell;
  state: ReadonlySignal<ChatState>;
  stand: Stand;
  /** Opens the form to leave a message, with what was written. */
  leave: (text?: string) => void;
  faq: FaqDesk | null;
}

export function Log({ shell, state, stand, leave, faq }: LogProps) {
  const { texts, locale } = shell;
  const log = shown_log(state.value);
  const reply = state.value.site?.left_reply;
  const rows = make_rows(log, state.value.outbox, Date.now(), locale, texts, reply);
  const first = log?.entries[0]?.seq ?? 0;
  const last = log?.entries[log.entries.length - 1]?.seq ?? 0;
  const waiting = stand === "waiting";
  const closed = stand === "closed" && shell.extras.value;
  const end = log?.about?.left ? undefined : shell.end;
  const reads = waiting && !!faq?.view.open;
  const scroll = useScroll(rows, first, last, reads);
  const live = useLive(log?.loaded ?? true);
  const news = log
    ? log.entries.filter((entry) => entry.seq > scroll.seen.value && from_agent(entry)).length
    : 0;
  const typing = log?.typing?.kind === "agent" ? log.typing : null;
  const on_scroll = () => {
    scroll.on_scroll();
    const box = scroll.box.current;
    if (box && box.scrollTop < near_start_px && log?.more_before) shell.older();
  };
  return (
    <>
      <div
        class="log"
        ref={scroll.box}
        role="log"
        tabIndex={0}
        aria-label={texts.log}
        aria-live={live ? "polite" : "off"}
        onScroll={on_scroll}
      >
        <div class="lead" />
        {log?.more_before && <p class="day">{texts.earlier}</p>}
        {rows.map((row) =>
          row.kind === "message" ? (
            <Message
              key={row.key}
              row={row}
              newest={is_newest_own(rows, row)}
              shell={shell}
              leave={leave}
            />
          ) : (
            <p key={row.key} class={row.kind}>
              {row.text}
            </p>
          ),
        )}
        {typing && <Typing until={typing.until} name={typing.name} texts={texts} />}
        {waiting && <Waiting shell={shell} state={state.value} leave={leave} />}
        {waiting && faq && <Faq desk={faq} texts={texts} end={end} />}
        {closed && <closed.Rating key={log?.conversation} shell={shell} state={state.value} />}
      </div>
      {scroll.away.value && !reads && (
        <button type="button" class="pill" onClick={scroll.to_end}>
          <Icon name="down" />
          {news > 0 ? fill(texts.new_messages, { n: news }) : texts.latest}
        </button>
      )}
    </>
  );
}

/** Filled first, announced from then on: old messages must not be read out. */
function useLive(loaded: boolean): boolean {
  const live = useSignal(false);
  useEffect(() => {
    const timer = setTimeout(() => (live.value = loaded), 300);
    return () => clearTimeout(timer);
  }, [loaded]);
  return live.value;
}

interface WaitingProps {
  shell: Shell;
  state: ChatState;
  leave: () => void;
}

/** What somebody may expect who wrote and has no answer yet. */
function Waiting({ shell, state, leave }: WaitingProps) {
  const { texts, locale } = shell;
  const about = shown_log(state)?.about;
  if (about?.left) {
    return (
      <div class="wait">
        <Icon name="mail" />
        <div>
          <b>{texts.status_left}</b>
          <span>{texts.left_hint}</span>
        </div>
      </div>
    );
  }
  return (
    <div class="wait">
      <span class="pulse" aria-hidden="true" />
      <div>
        <b>{waiting_text(availability(state.queues, about?.queue), texts, locale)}</b>
        <Place place={about?.place} texts={texts} />
        <span>{texts.waiting_hint}</span>
        {about && (
          <button type="button" class="retry" onClick={leave}>
            {texts.leave_instead}
          </button>
        )}
      </div>
    </div>
  );
}

/**
 * Keeps what the visitor looks at in place: the end while at the end, else the message under the
 * eye; and everything while it reads something else.
 */
function useScroll(rows: readonly Row[], first: number, last: number, reads: boolean) {
  const box = useRef<HTMLDivElement>(null);
  const before = useRef({ first: 0, height: 0, own: "" });
  const away = useSignal(false);
  const seen = useSignal(last);
  const to_end = () => {
    const element = box.current;
    if (!element) return;
    element.scrollTop = element.scrollHeight;
    away.value = false;
    seen.value = last;
  };
  const end_of_rows = rows[rows.length - 1];
  const own = end_of_rows?.kind === "message" && end_of_rows.own ? end_of_rows.key : "";
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const { first: first_before, height, own: own_before } = before.current;
    if (first_before > first && first > 0) element.scrollTop += element.scrollHeight - height;
    else if (!(away.value || reads) || (own && own !== own_before)) to_end();
    before.current = { first, height: element.scrollHeight, own };
  });
  useEffect(() => {
    const element = box.current;
    if (!element || typeof ResizeObserver === "undefined") return undefined;
    const observer = new ResizeObserver(() => {
      if (!away.value) element.scrollTop = element.scrollHeight;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const on_scroll = () => {
    const element = box.current;
    if (!element) return;
    away.value = element.scrollHeight - element.scrollTop - element.clientHeight > near_end_px;
    if (!away.value) seen.value = last;
  };
  return { box, away, seen, to_end, on_scroll };
}

function is_newest_own(rows: readonly Row[], row: MessageRow): boolean {
  for (let index = rows.length - 1; index >= 0; index -= 1) {
    const one = rows[index];
    if (one?.kind === "message" && one.own && one.state !== "failed") return one === row;
  }
  return false;
}

const state_icons: Record<MessageRow["state"], IconName> = {
  sending: "clock",
  sent: "one",
  delivered: "two",
  read: "two",
  failed: "alert",
};

interface MessageProps {
  row: MessageRow;
  newest: boolean;
  shell: Shell;
  leave: (text?: string) => void;
}

/** Sent as it is it would be refused again: it can be left instead. */
const to_leave = ["queue_full", "contact_required", "bad_value"];

function Message({ row, newest, shell, leave }: MessageProps) {
  const { texts, locale } = shell;
  const { own, state, text, file, name, more, follows } = row;
  const failed = state === "failed";
  const alone = text === file?.name;
  const gone = row.code === "bad_ticket";
  const leaves = !row.file && to_leave.includes(row.code);
  const again = () => {
    if (!leaves && !gone) return shell.retry(row.client_id);
    shell.discard(row.client_id);
    if (leaves) leave(text);
  };
  return (
    <div
      class="line"
      data-own={own || undefined}
      data-follows={follows || undefined}
      data-more={more || undefined}
      data-state={own ? state : undefined}
    >
      {!own && (
        <span class="face" aria-hidden="true">
          {initial(name)}
        </span>
      )}
      <div class="said">
        {!own && !follows && (
          <p class="name" aria-hidden="true">
            {name}
          </p>
        )}
        <div class="bubble" dir="auto" data-emoji={only_emoji(text) || undefined}>
          <span class="quiet">{own ? texts.visitor_says : fill(texts.agent_says, { name })}: </span>
          {!alone && <Text text={text} texts={texts} />}
          {file && (
            <FileView file={file} base={shell.wanted.baseUrl} alone={alone} texts={texts} />
          )}
        </div>
        {(!more || failed || newest) && (
          <div class="meta" data-state={own ? state : undefined}>
            {failed ? (
              <>
                <Icon name="alert" />
                {failure_text(row.code, texts)}
                <button type="button" class="retry" onClick={again}>
                  {texts[leaves ? "leave" : gone ? "file_remove" : "retry"]}
                </button>
              </>
            ) : (
              <>
                <time dateTime={new Date(row.at).toISOString()}>{time_label(row.at, locale)}</time>
                {own && (newest || state === "sending") && (
                  <>
                    <Icon name={state_icons[state]} />
                    {texts[state]}
                  </>
                )}
              </>
            )}
          </div>
        )}
      </div>
    </div>
  );
}

/** The place in the line, and how long it takes for most: nothing that is not known. */
function Place({ place, texts }: { place: PlaceView | undefined; texts: Texts }) {
  if (!place) return null;
  const { position } = place;
  const ahead = position > 1 ? fill(texts.place, { n: position - 1 }) : texts.place_next;
  const wait = wait_text(place, texts);
  return <span class="place">{wait ? `${ahead} · ${wait}` : ahead}</span>;
}

function failure_text(code: string, texts: Texts): string {
  if (code === "queue_full") return texts.line_full;
  if (code === "too_long") return texts.too_long;
  if (code === "bad_ticket") return texts.file_gone;
  return code === "rate_limited" || code === "too_many" ? texts.refused : texts.failed;
}

/** Goes by itself when the agent's end forgets to say so. */
function Typing({ until, name, texts }: { until: number; name: string; texts: Texts }) {
  const over = useSignal(false);
  useEffect(() => {
    over.value = false;
    const timer = setTimeout(() => (over.value = true), Math.max(0, until - Date.now()));
    return () => clearTimeout(timer);
  }, [until]);
  if (over.value) return null;
  return (
    <div class="line">
      <span class="face" aria-hidden="true">
        {initial(name || texts.agent)}
      </span>
      <div class="bubble dots">
        <span class="quiet">{typing_text(texts, name)}</span>
        <i />
        <i />
        <i />
      </div>
    </div>
  );
}
