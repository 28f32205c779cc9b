/** For supervisors: everybody's status, to be set, and what supervisors did lately. */
import { useEffect } from "preact/hooks";
import { type Key, locale, t } from "../i18n/text.ts";
import { Dialog } from "../kit/dialog.tsx";
import { type Desk, useDesk } from "../state/desk.ts";
import type { Act, AgentStatus, TargetAgent } from "../state/wire.ts";
import { dateTime } from "../time/format.ts";

const statuses: readonly AgentStatus[] = ["online", "away", "offline"];

export function TeamDialog({ onClose }: { readonly onClose: () => void }) {
  const desk = useDesk();
  useEffect(() => desk.actions.askTargets(), []);
  const agents = desk.targets.value?.agents ?? null;
  return (
    <Dialog heading={t("team.heading")} onClose={onClose}>
      <p>{t("team.text")}</p>
      {agents === null ? (
        <p>{t("transfer.loading")}</p>
      ) : (
        <ul class="targets">
          {agents.map((agent) => (
            <Member key={agent.agent} agent={agent} />
          ))}
        </ul>
      )}
    </Dialog>
  );
}

function Member({ agent }: { readonly agent: TargetAgent }) {
  const desk = useDesk();
  const set = (status: AgentStatus): void => {
    desk.actions.setStatus(agent.agent, status);
    desk.actions.askTargets();
  };
  return (
    <li class="member">
      <span class={`status-sign ${agent.status}`} aria-hidden="true" />
      <strong>{agent.name}</strong>
      <span>{t("transfer.load", { load: agent.load, capacity: agent.capacity })}</span>
      <select
        aria-label={t("team.status_of", { name: agent.name })}
        value={agent.status}
        onChange={(event) => set(event.currentTarget.value as AgentStatus)}
      >
        {statuses.map((status) => (
          <option key={status} value={status}>
            {t(`status.${status}`)}
          </option>
        ))}
      </select>
    </li>
  );
}

export function ActsDialog({ onClose }: { readonly onClose: () => void }) {
  const desk = useDesk();
  useEffect(() => desk.actions.askActs(), []);
  const acts = desk.together.acts.value;
  return (
    <Dialog heading={t("acts.heading")} onClose={onClose}>
      {acts === null ? (
        <p>{t("acts.loading")}</p>
      ) : acts.length === 0 ? (
        <p>{t("acts.none")}</p>
      ) : (
        <ol class="acts">
          {acts.map((act, index) => (
            <li key={`${act.at}-${index}`}>
              <time>{dateTime(act.at, locale.value)}</time>
              <span>{textOf(desk, act)}</span>
            </li>
          ))}
        </ol>
      )}
    </Dialog>
  );
}

/** One sentence: who did what to whom. */
export function textOf(desk: Desk, act: Act): string {
  const row = desk.conversations.value.get(act.conversation ?? "");
  const key: Key = `acts.${act.kind}`;
  return t(key, {
    by: act.by.name,
    agent: act.agent?.name ?? "",
    from: act.from?.name ?? t("acts.queue"),
    queue: desk.queueName(act.queue ?? ""),
    status: act.status === null ? "" : t(`status.${act.status}`),
    visitor: row === undefined ? t("acts.somebody") : desk.visitorName(row.visitor),
  });
}
