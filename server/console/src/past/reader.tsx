/** A conversation, read again from its journal. */
import { useLayoutEffect, useRef } from "preact/hooks";
import { errorText, t } from "../i18n/text.ts";
import { Icon } from "../kit/icon.tsx";
import { useDesk } from "../state/desk.ts";
import { transcript } from "../state/transcript.ts";
import { LogItem } from "../views/messages.tsx";

export function Reader() {
  const desk = useDesk();
  const reading = desk.past.reading.value;
  const log = useRef<HTMLDivElement>(null);
  const last = reading?.entries.at(-1)?.seq ?? 0;
  useLayoutEffect(() => {
    if (log.current !== null) log.current.scrollTop = log.current.scrollHeight;
  }, [reading?.conversation, last]);
  if (reading === null) return null;
  const items = transcript({
    entries: reading.entries,
    pending: [],
    visitor_mark: { delivered: 0, read: 0 },
    me: desk.me.value?.agent ?? "",
    myName: desk.me.value?.name ?? "",
    notes: [],
    pendingNotes: [],
    since: 0,
    words: new Map(),
  });
  return (
    <aside class="past-reader" aria-label={t("past.transcript")}>
      <Head conversation={reading.conversation} />
      <div ref={log} class="log" tabIndex={0} role="group" aria-label={t("conversation.log")}>
        {reading.failed !== null ? (
          <p class="log-note">{errorText(reading.failed)}</p>
        ) : !reading.loaded ? (
          <p class="log-note">{t("conversation.loading")}</p>
        ) : reading.hasOlder ? (
          <button
            type="button"
            class="text-button log-older"
            onClick={() => desk.actions.readOlder()}
          >
            {t("conversation.older")}
          </button>
        ) : (
          <p class="log-note">{t("conversation.beginning")}</p>
        )}
        {items.map((item) => (
          <LogItem key={item.key} item={item} conversation={reading.conversation} />
        ))}
      </div>
    </aside>
  );
}

function Head({ conversation }: { readonly conversation: string }) {
  const desk = useDesk();
  return (
    <header>
      <h3>{t("past.transcript")}</h3>
      {desk.past.person.value === null ? null : (
        <button type="button" class="text-button" onClick={() => desk.actions.read(null)}>
          {t("past.profile")}
        </button>
      )}
      {desk.conversations.value.has(conversation) ? (
        <button type="button" class="text-button" onClick={() => desk.select(conversation)}>
          {t("past.open")}
        </button>
      ) : null}
      <button
        type="button"
        class="icon-button"
        onClick={() => {
          desk.past.person.value = null;
          desk.actions.read(null);
        }}
      >
        <Icon name="close" />
        <span class="hidden">{t("past.close")}</span>
      </button>
    </header>
  );
}
