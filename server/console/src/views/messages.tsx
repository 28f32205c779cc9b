/** The rows of the message log. */
import { FileView } from "../files/file_view.tsx";
import { errorText, isKey, type Key, locale, t } from "../i18n/text.ts";
import { Icon, type IconName } from "../kit/icon.tsx";
import { useDesk } from "../state/desk.ts";
import type { Item, MessageItem, NoteItem, Progress } from "../state/transcript.ts";
import type { Entry } from "../state/wire.ts";
import { day } from "../time/format.ts";
import { ClockTime } from "./clock.tsx";

export function LogItem({
  item,
  conversation,
}: {
  readonly item: Item;
  readonly conversation: string;
}) {
  switch (item.kind) {
    case "day":
      return <DayLine at={item.at} />;
    case "system":
      return <SystemLine entry={item.entry} />;
    case "note":
      return <Note item={item} />;
    case "message":
      return <Message item={item} conversation={conversation} />;
  }
}

function DayLine({ at }: { readonly at: number }) {
  const found = day(at, useDesk().parts.ticker.now.peek(), locale.value);
  const text = found.kind === "date" ? found.text : t(`day.${found.kind}`);
  return (
    <div class="day-line">
      <span>{text}</span>
    </div>
  );
}

function systemText(entry: Entry, me: string): string {
  const name = entry.author?.name ?? "";
  if (entry.kind === "closed" && entry.by_silence === true) return t("system.closed_by_silence");
  if (entry.kind === "reminded") return t("system.reminded");
  if (entry.kind === "requeued") {
    const key = `system.requeued_${entry.reason ?? ""}`;
    return isKey(key) ? t(key) : t("system.requeued");
  }
  if (entry.kind === "message") return "";
  const suffix = entry.author?.agent === me ? "_you" : name === "" ? "_plain" : "";
  const key = `system.${entry.kind}${suffix}`;
  return isKey(key) ? t(key, { name }) : t(`system.${entry.kind}`, { name });
}

function SystemLine({ entry }: { readonly entry: Entry }) {
  const me = useDesk().me.value?.agent ?? "";
  return (
    <div class="system-line">
      <span>{systemText(entry, me)}</span>
      <ClockTime at={entry.at} />
    </div>
  );
}

/** Colour, icon and words say that no visitor sees it. */
function Note({ item }: { readonly item: NoteItem }) {
  const { actions } = useDesk();
  const failed = item.pending !== null && item.pending !== "";
  return (
    <div class={`staff-note ${failed ? "failed" : ""}`}>
      <div class="note-head">
        <Icon name="note" />
        <strong>{t("note.heading")}</strong>
        <span>{item.mine ? t("message.you") : item.author}</span>
        <ClockTime at={item.at} />
      </div>
      <div class="note-text">{item.text}</div>
      {item.pending === null ? null : (
        <div class="message-foot">
          {failed
            ? t("message.failed_why", { why: errorText(item.pending) })
            : t("message.sending")}
          {!failed ? null : (
            <>
              <button
                type="button"
                class="text-button"
                onClick={() => actions.retryNote(item.client_id)}
              >
                {t("message.retry")}
              </button>
              <button
                type="button"
                class="text-button"
                onClick={() => actions.discardNote(item.client_id)}
              >
                {t("message.discard")}
              </button>
            </>
          )}
        </div>
      )}
    </div>
  );
}

const progressIcons: Readonly<Record<Progress, IconName>> = {
  sending: "clock",
  sent: "check",
  delivered: "double_check",
  read: "double_check",
  failed: "alert",
};

const progressTexts: Readonly<Record<Progress, Key>> = {
  sending: "message.sending",
  sent: "message.sent",
  delivered: "message.delivered",
  read: "message.read",
  failed: "message.failed",
};

function Message({
  item,
  conversation,
}: {
  readonly item: MessageItem;
  readonly conversation: string;
}) {
  const desk = useDesk();
  const author = item.mine ? t("message.you") : authorOf(item);
  return (
    <div class={`message ${item.side} ${item.leads ? "leads" : ""} ${item.progress ?? ""}`}>
      {item.leads ? <div class="message-author">{author}</div> : null}
      <div class="bubble">
        {item.text === item.file?.name ? null : item.text}
        {item.file === null ? null : <FileView file={item.file} />}
      </div>
      {item.word === "" ? null : (
        <div class="found-word">
          <Icon name="flag" />
          {t("words.found", { word: item.word })}
        </div>
      )}
      <div class="message-foot">
        <ClockTime at={item.at} />
        {item.progress === null ? null : (
          <span class="progress">
            <Icon name={progressIcons[item.progress]} />
            <span>
              {item.failed === null
                ? t(progressTexts[item.progress])
                : t("message.failed_why", { why: errorText(item.failed) })}
            </span>
          </span>
        )}
        {item.progress !== "failed" ? null : (
          <>
            <button
              type="button"
              class="text-button"
              onClick={() => desk.actions.retry(conversation, item.client_id)}
            >
              {t("message.retry")}
            </button>
            <button
              type="button"
              class="text-button"
              onClick={() => desk.actions.discard(conversation, item.client_id)}
            >
              {t("message.discard")}
            </button>
          </>
        )}
      </div>
    </div>
  );

  function authorOf(message: MessageItem): string {
    const row = desk.conversations.value.get(conversation);
    if (message.side === "visitor" && row !== undefined) return desk.visitorName(row.visitor);
    return message.author;
  }
}
