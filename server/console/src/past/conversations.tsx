/** Past conversations, each of which opens its transcript. */
import { locale, t } from "../i18n/text.ts";
import { useDesk } from "../state/desk.ts";
import { dateTime } from "../time/format.ts";
import { Stars } from "../views/rating.tsx";
import type { PastConversation } from "./api.ts";

interface ConversationsProps {
  readonly rows: readonly PastConversation[];
  readonly visitor: string;
}

export function Conversations({ rows, visitor }: ConversationsProps) {
  if (rows.length === 0) return <p class="muted">{t("past.none")}</p>;
  return (
    <ul class="past-list">
      {rows.map((row) => (
        <li key={row.conversation}>
          <ConversationRow row={row} visitor={visitor} />
        </li>
      ))}
    </ul>
  );
}

interface ConversationRowProps {
  readonly row: PastConversation;
  readonly visitor: string;
}

export function ConversationRow({ row, visitor }: ConversationRowProps) {
  const desk = useDesk();
  return (
    <button
      type="button"
      class="past-row"
      onClick={() => {
        desk.showPast(true);
        desk.past.person.value = visitor;
        desk.actions.read(row.conversation);
      }}
    >
      <span class="past-row-text">
        <span class="past-row-head">
          <strong>{dateTime(row.opened_at, locale.value)}</strong>
          {row.score === 0 ? null : <Stars score={row.score} />}
        </span>
        <span class="muted">
          {[row.queue_name, row.agent_name].filter((name) => name !== "").join(" · ")}
          {" · "}
          {t("past.messages", { n: row.messages })}
        </span>
      </span>
    </button>
  );
}
