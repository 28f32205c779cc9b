/** What a supervisor can do with a conversation on the board. */
import { t } from "../../i18n/text.ts";
import { Icon } from "../../kit/icon.tsx";
import { useDesk } from "../../state/desk.ts";
import type { BoardConversation } from "../../state/wire.ts";

export interface ConversationActionsProps {
  readonly conversation: BoardConversation;
  /** The visitor's, as the row shows it. */
  readonly name: string;
}

export function ConversationActions({ conversation: row, name }: ConversationActionsProps) {
  const desk = useDesk();
  const { conversation } = row;
  // Only what the lists have can be opened.
  if (!desk.conversations.value.has(conversation)) return null;
  return (
    <button
      type="button"
      class="icon-button small"
      title={t("board.show", { name })}
      onClick={() => desk.select(conversation)}
    >
      <Icon name="link" />
      <span class="hidden">{t("board.show", { name })}</span>
    </button>
  );
}
