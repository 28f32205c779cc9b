/** The wall of queues: one tile each. A tile narrows the conversations to its queue. */
import type { Board } from "../../../../../protocol/ts/reduce_board";
import { type Key, t } from "../../i18n/text.ts";
import { Icon } from "../../kit/icon.tsx";
import { averageRating, promisesKept, queuesOf, serviceLevel } from "../../state/board_rows.ts";
import { useDesk } from "../../state/desk.ts";
import type { BoardQueue } from "../../state/wire.ts";
import { clock } from "../../time/format.ts";
import { waitRange } from "../../time/wait.ts";
import { Elapsed } from "../clock.tsx";

const second_ms = 1000;

export function QueueWall({ board }: { readonly board: Board }) {
  return (
    <section class="queue-wall" aria-label={t("board.queues")}>
      {queuesOf(board).map((queue) => (
        <QueueTile key={queue.queue} queue={queue} />
      ))}
    </section>
  );
}

function QueueTile({ queue }: { readonly queue: BoardQueue }) {
  const { board } = useDesk();
  const chosen = board.filter.value?.kind === "queue" && board.filter.value.id === queue.queue;
  const deserted = queue.waiting > 0 && queue.online === 0;
  return (
    <article class={`queue-tile ${deserted ? "deserted" : ""} ${chosen ? "chosen" : ""}`}>
      <header>
        <h3>{queue.name}</h3>
        <button
          type="button"
          class="icon-button small"
          aria-pressed={chosen}
          title={t("board.only_queue", { name: queue.name })}
          onClick={() => board.toggle({ kind: "queue", id: queue.queue })}
        >
          <Icon name="filter" />
          <span class="hidden">{t("board.only_queue", { name: queue.name })}</span>
        </button>
      </header>
      <div class="queue-big">
        <p class={queue.waiting > 0 ? "queue-waiting busy" : "queue-waiting"}>
          <strong>{queue.waiting}</strong>
          <span>{t("board.waiting")}</span>
        </p>
        <p class="queue-longest">
          {queue.waiting_since === 0 ? (
            <span class="muted">{t("board.nobody_waits")}</span>
          ) : (
            <>
              <Elapsed
                since={queue.waiting_since}
                label={(time) => t("board.longest_for", { time })}
              />
              <span>{t("board.longest")}</span>
            </>
          )}
        </p>
        <Service queue={queue} />
      </div>
      <dl class="queue-figures">
        <Figure name="board.ringing" value={queue.offered} />
        <Figure name="board.assigned" value={queue.assigned} />
        <Figure name="board.online" value={queue.online} />
        <Figure name="board.ready" value={queue.ready} />
        <Figure name="board.opened" value={queue.opened} />
        <Figure name="board.answered" value={queue.answered} />
        <Figure name="board.abandoned" value={queue.abandoned} />
        <Figure name="board.handled" value={queue.handled} />
      </dl>
      {deserted ? (
        <p class="queue-note">
          <Icon name="alert" />
          {t("board.nobody_online")}
        </p>
      ) : (
        <Waits queue={queue} />
      )}
    </article>
  );
}

/** The wait of whoever comes now, today's waits and ratings, how far such ranges can be trusted. */
function Waits({ queue }: { readonly queue: BoardQueue }) {
  const kept = promisesKept(queue);
  const { expected_low_ms: low, expected_high_ms: high, wait_p90_ms: slow } = queue;
  const rated = averageRating(queue);
  if (kept === null && high === 0 && slow === 0 && rated === null) return null;
  return (
    <p class="queue-note muted">
      {high === 0 ? null : (
        <span>
          {t("board.expected")} <strong>{waitRange(low, high)}</strong>
        </span>
      )}
      {slow === 0 ? null : (
        <span>
          {t("board.wait_p90")} {clock(slow)}
        </span>
      )}
      {kept === null ? null : (
        <span>{t("board.promises", { n: kept, of: queue.promised })}</span>
      )}
      {rated === null ? null : (
        <span>{t("rating.average_of", { average: rated, n: queue.ratings ?? 0 })}</span>
      )}
    </p>
  );
}

function Service({ queue }: { readonly queue: BoardQueue }) {
  const level = serviceLevel(queue);
  const within = t("board.service_in", { n: queue.answer_within_ms / second_ms });
  return (
    <p class="queue-service" title={level === null ? t("board.service_none") : within}>
      <strong>{level === null ? t("board.none") : `${level}%`}</strong>
      <span>{t("board.service")}</span>
      <small>{level === null ? t("board.service_none") : within}</small>
    </p>
  );
}

function Figure({ name, value }: { readonly name: Key; readonly value: number }) {
  return (
    <div>
      <dt>{t(name)}</dt>
      <dd>{value}</dd>
    </div>
  );
}
