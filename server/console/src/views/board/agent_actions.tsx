/** What a supervisor can do with an agent on the board. */
import { t } from "../../i18n/text.ts";
import { Icon } from "../../kit/icon.tsx";
import { useDesk } from "../../state/desk.ts";
import type { BoardAgent } from "../../state/wire.ts";

export function AgentActions({ agent: { agent, name } }: { readonly agent: BoardAgent }) {
  const { board } = useDesk();
  const chosen = board.filter.value?.kind === "agent" && board.filter.value.id === agent;
  return (
    <button
      type="button"
      class="icon-button small"
      aria-pressed={chosen}
      title={t("board.only_agent", { name })}
      onClick={() => board.toggle({ kind: "agent", id: agent })}
    >
      <Icon name="filter" />
      <span class="hidden">{t("board.only_agent", { name })}</span>
    </button>
  );
}
