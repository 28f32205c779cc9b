/** Above the lists while the agent gets no conversations: why, and the way back in one click. */
import { t } from "../i18n/text.ts";
import { Icon } from "../kit/icon.tsx";
import { type Desk, useDesk } from "../state/desk.ts";
import type { Agent } from "../state/wire.ts";

export function reasonOf(me: Agent, missed: number): string | null {
  switch (me.status) {
    case "online":
      return null;
    case "away":
      return missed > 0 ? t("duty.missed", { n: missed }) : t("duty.away");
    case "offline":
      return t("duty.offline");
  }
}

export function Duty() {
  const desk: Desk = useDesk();
  const me = desk.me.value;
  const missed = desk.missed.value;
  const reason = me === null ? null : reasonOf(me, missed);
  const warns = me?.status === "away" && missed > 0;
  return (
    <div role="status">
      {reason === null ? null : (
        <div class={warns ? "duty warns" : "duty"}>
          {warns ? <Icon name="alert" /> : null}
          <p>{reason}</p>
          <button
            type="button"
            class="button primary"
            onClick={() => desk.actions.status("online")}
          >
            {t("duty.go_online")}
          </button>
        </div>
      )}
    </div>
  );
}
