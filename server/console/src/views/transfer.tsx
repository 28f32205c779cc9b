/** Handing a conversation over: to whom, the note for the next, and what becomes of it. */
import { useEffect } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { t } from "../i18n/text.ts";
import { Dialog } from "../kit/dialog.tsx";
import { Icon } from "../kit/icon.tsx";
import { type Target, useDesk } from "../state/desk.ts";
import type { Conversation, TargetAgent, TargetQueue } from "../state/wire.ts";
import { waitRange } from "../time/wait.ts";
import { Seconds } from "./clock.tsx";

const note_length_max = 600; // three bytes a Chinese character stay within the protocol's limit

/** Below the header while a colleague is asked, and whenever somebody left a note. */
export function TransferLine({ row }: { readonly row: Conversation }) {
  const desk = useDesk();
  const { transfer, transfer_note: note } = row;
  return (
    <div role="status">
      {transfer === null ? null : (
        <div class="transfer-line">
          <Icon name="transfer" />
          <p>
            {t("transfer.pending", { name: transfer.to.name })}{" "}
            <Seconds until={transfer.deadline_at}>{(n) => t("offer.seconds", { n })}</Seconds>
          </p>
          <button
            type="button"
            class="text-button"
            onClick={() => desk.actions.decline(row.conversation)}
          >
            {t("transfer.withdraw")}
          </button>
        </div>
      )}
      {note === null ? null : (
        <div class="transfer-line note">
          <Icon name="note" />
          <p>
            <strong>{note.by.name}</strong> {note.text}
          </p>
        </div>
      )}
    </div>
  );
}

export function TransferDialog({ onClose }: { readonly onClose: () => void }) {
  const desk = useDesk();
  const note = useSignal("");
  useEffect(() => desk.actions.askTargets(), []);
  const row = desk.current.value;
  const targets = desk.targets.value;
  const own = row !== null && row.state === "assigned" && desk.isMine(row);
  const give = (to: Target): void => {
    if (row !== null && own) desk.actions.transfer(row.conversation, to, note.value.trim());
    else if (row !== null) desk.actions.give(row, to);
    onClose();
  };
  return (
    <Dialog heading={t(own ? "transfer.heading" : "supervise.give_heading")} onClose={onClose}>
      {!own ? (
        <p>{t("supervise.give_text")}</p>
      ) : (
        <label class="field">
          <span>{t("transfer.note")}</span>
          <textarea
            rows={2}
            maxLength={note_length_max}
            value={note.value}
            autofocus
            onInput={(event) => {
              note.value = event.currentTarget.value;
            }}
          />
        </label>
      )}
      {targets === null ? (
        <p>{t("transfer.loading")}</p>
      ) : (
        <>
          <h3 class="targets-heading">{t("transfer.agents")}</h3>
          <ul class="targets">
            {targets.agents.map((agent) => (
              <AgentTarget key={agent.agent} agent={agent} give={give} />
            ))}
          </ul>
          <h3 class="targets-heading">{t("transfer.queues")}</h3>
          <ul class="targets">
            {targets.queues.map((queue) => (
              <QueueTarget key={queue.queue} queue={queue} give={give} />
            ))}
          </ul>
        </>
      )}
    </Dialog>
  );
}

interface Giver {
  readonly give: (to: Target) => void;
}

function AgentTarget({ agent, give }: Giver & { readonly agent: TargetAgent }) {
  const full = agent.load >= agent.capacity;
  const why = agent.status === "online" && full ? t("transfer.full") : t(`status.${agent.status}`);
  return (
    <li>
      <button
        type="button"
        class="target"
        disabled={agent.status !== "online" || full}
        onClick={() => give({ kind: "agent", id: agent.agent })}
      >
        <strong>{agent.name}</strong>
        <span>{why}</span>
        <span>{t("transfer.load", { load: agent.load, capacity: agent.capacity })}</span>
        {agent.skills.length > 0 ? <small>{agent.skills.join(" · ")}</small> : null}
      </button>
    </li>
  );
}

function QueueTarget({ queue, give }: Giver & { readonly queue: TargetQueue }) {
  return (
    <li>
      <button
        type="button"
        class="target"
        onClick={() => give({ kind: "queue", id: queue.queue })}
      >
        <strong>{queue.name}</strong>
        <span>
          {queue.state === "closed" || queue.state === "full"
            ? t(`transfer.${queue.state}`)
            : t("transfer.free", { n: queue.free })}
        </span>
        <span>{t("transfer.waiting", { n: queue.waiting })}</span>
        {queue.high_ms === undefined ? null : (
          <small>
            {t("transfer.wait", { wait: waitRange(queue.low_ms ?? 0, queue.high_ms) })}
          </small>
        )}
      </button>
    </li>
  );
}
