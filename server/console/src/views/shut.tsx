/** What stands in the composer's place when there is none. */
import { t } from "../i18n/text.ts";
import { type Desk, useDesk } from "../state/desk.ts";
import { modeOf } from "../state/together.ts";
import type { Conversation } from "../state/wire.ts";

/** Why nothing can be written to the visitor, and what would change that. */
export function Shut({ row }: { readonly row: Conversation }) {
  const desk = useDesk();
  const act = shutBy(desk, row);
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

interface Act {
  readonly text: string;
  readonly label: string | null;
  readonly run: () => void;
}

function shutBy(desk: Desk, row: Conversation): Act {
  const name = row.agent?.name ?? "";
  switch (row.state) {
    case "waiting":
      return {
        text: t("composer.waiting"),
        label: t("conversation.accept"),
        run: () => desk.take(row.conversation),
      };
    case "closed":
      return {
        text: t("composer.closed"),
        label: t("conversation.reopen"),
        run: () => desk.actions.reopen(row.conversation),
      };
    case "assigned": {
      const watches = modeOf(row, desk.me.value?.agent ?? "") === "watch";
      return {
        text: t(watches ? "composer.watching" : "composer.other", { name }),
        label: watches ? t("supervise.speak") : null,
        run: () => desk.actions.join(row.conversation, "speak"),
      };
    }
  }
}
