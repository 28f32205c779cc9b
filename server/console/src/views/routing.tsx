/** Why a conversation is here, why it waits, and how urgent it is; what is left after closing. */
import { useEffect } from "preact/hooks";
import { t } from "../i18n/text.ts";
import { Dialog } from "../kit/dialog.tsx";
import { Icon } from "../kit/icon.tsx";
import { useDesk } from "../state/desk.ts";
import type { AgentName, Conversation } from "../state/wire.ts";
import { Seconds } from "./clock.tsx";

const names = (agents: readonly AgentName[]): string => agents.map(({ name }) => name).join(", ");

/** Why the floor chose this agent. */
export function Why({ row }: { readonly row: Conversation }) {
  const { why } = row;
  if (why === undefined) return null;
  const parts = [
    t(why.kept_for ? "why.kept" : `why.${why.strategy}`),
    t("why.of", { present: why.present, ready: why.ready }),
    ...(why.next.length > 0 ? [t("why.next", { names: names(why.next) })] : []),
    ...(why.passed.length > 0 ? [t("why.passed", { names: names(why.passed) })] : []),
  ];
  return (
    <p class="why">
      <span class="hidden">{t("why.label")}</span>
      {parts.join(" · ")}
    </p>
  );
}

/** Below the header, while there is something to say. */
export function RoutingLine({ row }: { readonly row: Conversation }) {
  const desk = useDesk();
  const { wrap_up_until } = row;
  if (row.state === "assigned" && desk.isMine(row) && row.why !== undefined) {
    return (
      <div class="routing-line">
        <Why row={row} />
      </div>
    );
  }
  if (wrap_up_until === undefined || !desk.isMine(row)) return null;
  return (
    <div class="routing-line wraps-up" role="status">
      <Icon name="clock" />
      <p>
        {t("wrap_up.line")}{" "}
        <Seconds until={wrap_up_until}>{(n) => t("offer.seconds", { n })}</Seconds>
      </p>
      <button
        type="button"
        class="text-button"
        onClick={() => desk.actions.finishWrapUp(row.conversation)}
      >
        {t("wrap_up.done")}
      </button>
    </div>
  );
}

const levels = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

export function PriorityChoice({ row }: { readonly row: Conversation }) {
  const desk = useDesk();
  const priority = row.priority ?? 0;
  return (
    <label class="priority-choice">
      <span class="hidden">{t("priority.label")}</span>
      <select
        value={String(priority)}
        onChange={(event) =>
          desk.actions.prioritise(row.conversation, Number(event.currentTarget.value))
        }
      >
        {levels.map((level) => (
          <option key={level} value={String(level)}>
            {level === 0 ? t("priority.none") : t("priority.level", { n: level })}
          </option>
        ))}
      </select>
    </label>
  );
}

export function ExplainDialog({ onClose }: { readonly onClose: () => void }) {
  const desk = useDesk();
  const row = desk.current.value;
  useEffect(() => {
    if (row !== null) desk.actions.explain(row.conversation);
  }, []);
  const answer = desk.routing.explanation.value;
  return (
    <Dialog heading={t("explain.heading")} onClose={onClose}>
      {answer === null || answer.conversation !== row?.conversation ? (
        <p>{t("transfer.loading")}</p>
      ) : (
        <>
          <p>
            {t("explain.place", { n: answer.place.position })}
            {answer.skills.length > 0
              ? ` · ${t("explain.skills", { skills: answer.skills.join(", ") })}`
              : ""}
          </p>
          {answer.step_at === undefined ? null : (
            <p>
              <Seconds until={answer.step_at}>
                {(n) => t("explain.step", { time: t("offer.seconds", { n }) })}
              </Seconds>
            </p>
          )}
          {answer.agents.length === 0 ? <p>{t("explain.nobody")}</p> : null}
          <ul class="reasons">
            {answer.agents.map(({ agent, why, load, capacity }) => (
              <li key={agent.agent}>
                <strong>{agent.name}</strong>
                <span>{t(`why_not.${why}`)}</span>
                <small>{t("explain.load", { load, capacity })}</small>
              </li>
            ))}
          </ul>
        </>
      )}
    </Dialog>
  );
}

export function ExplainMeDialog({ onClose }: { readonly onClose: () => void }) {
  const desk = useDesk();
  useEffect(() => desk.actions.explainMe(), []);
  const answer = desk.routing.mine.value;
  return (
    <Dialog heading={t("explain.me_heading")} onClose={onClose}>
      {answer === null ? (
        <p>{t("transfer.loading")}</p>
      ) : answer.queues.length === 0 ? (
        <p>{t("explain.me_none")}</p>
      ) : (
        <ul class="reasons">
          {answer.queues.map(({ queue, why, waiting }) => (
            <li key={queue}>
              <strong>{desk.queueName(queue)}</strong>
              <span>{t(`why_not.${why}`)}</span>
              <small>{t("explain.waiting", { n: waiting })}</small>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}
