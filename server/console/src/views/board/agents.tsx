/** All agents: how they stand and since when, what they have, and their figures of today. */
import type { Board } from "../../../../../protocol/ts/reduce_board";
import { t } from "../../i18n/text.ts";
import { Icon } from "../../kit/icon.tsx";
import { VirtualRows } from "../../kit/virtual_rows.tsx";
import { agentsOf, averageRating, mean, onlineToday, standingOf } from "../../state/board_rows.ts";
import { useDesk } from "../../state/desk.ts";
import type { BoardAgent } from "../../state/wire.ts";
import { clock } from "../../time/format.ts";
import { AgentActions } from "./agent_actions.tsx";

const row_px = 44;

export function AgentTable({ board }: { readonly board: Board }) {
  const rows = agentsOf(board);
  return (
    <section class="board-table agent-table" aria-labelledby="board-agents">
      <header>
        <h3 id="board-agents">{t("board.agents")}</h3>
        <span class="muted">{rows.length}</span>
      </header>
      {rows.length === 0 ? (
        <div class="empty">
          <Icon name="person" />
          <p>{t("board.no_agents")}</p>
        </div>
      ) : (
        <div
          class="grid"
          role="table"
          aria-labelledby="board-agents"
          aria-rowcount={rows.length + 1}
        >
          <div role="rowgroup">
            <div role="row" aria-rowindex={1} class="grid-row grid-head">
              <span role="columnheader">{t("board.agent")}</span>
              <span role="columnheader">{t("board.status")}</span>
              <span role="columnheader">{t("board.load")}</span>
              <span role="columnheader" class="number">
                {t("board.handled")}
              </span>
              <span role="columnheader" class="number">
                {t("board.missed")}
              </span>
              <span role="columnheader" class="number">
                {t("board.first_response")}
              </span>
              <span role="columnheader" class="number">
                {t("board.handle")}
              </span>
              <span role="columnheader" class="number">
                {t("rating.today")}
              </span>
              <span role="columnheader" class="number">
                {t("board.online_today")}
              </span>
              <span role="columnheader">
                <span class="hidden">{t("board.actions")}</span>
              </span>
            </div>
          </div>
          <VirtualRows
            items={rows}
            height_px={row_px}
            label={t("board.agents")}
            keyOf={({ agent }) => agent}
          >
            {(agent, index) => <AgentLine agent={agent} day_at={board.day_at} index={index} />}
          </VirtualRows>
        </div>
      )}
    </section>
  );
}

interface LineProps {
  readonly agent: BoardAgent;
  readonly day_at: number;
  readonly index: number;
}

function AgentLine({ agent, day_at, index }: LineProps) {
  const { missed, declined } = agent;
  return (
    <div role="row" aria-rowindex={index + 2} class="grid-row">
      <span role="rowheader" class="cell-name" title={agent.name}>
        {agent.name}
      </span>
      <span role="cell">
        <StandingText agent={agent} />
      </span>
      <span role="cell">
        <Load agent={agent} />
      </span>
      <span role="cell" class="number">
        {agent.handled}
      </span>
      <span
        role="cell"
        class={missed + declined > 0 ? "number warned" : "number"}
        title={t("board.missed_detail", { missed, declined })}
      >
        {missed + declined}
      </span>
      <span role="cell" class="number">
        <Mean sum_ms={agent.response_ms} count={agent.responses} />
      </span>
      <span role="cell" class="number">
        <Mean sum_ms={agent.turn_ms} count={agent.turns} />
      </span>
      <span
        role="cell"
        class="number"
        title={t("rating.today_detail", { n: agent.ratings ?? 0 })}
      >
        {averageRating(agent) ?? t("board.none")}
        {(agent.ratings ?? 0) > 0 ? <small class="muted"> ({agent.ratings})</small> : null}
      </span>
      <span role="cell" class="number">
        <OnlineToday agent={agent} day_at={day_at} />
      </span>
      <span role="cell" class="cell-actions">
        <AgentActions agent={agent} />
      </span>
    </div>
  );
}

function StandingText({ agent }: { readonly agent: BoardAgent }) {
  const elapsed_ms = useDesk().parts.ticker.now.value - agent.since;
  const standing = standingOf(agent);
  return (
    <span class={`standing ${standing}`}>
      {standing === "lost" ? (
        <Icon name="lost" />
      ) : (
        <span class={`status-sign ${standing}`} aria-hidden="true" />
      )}
      <span class="standing-text">
        {t(`board.standing_${standing}`)}
        <small>{agent.since === 0 ? "" : t("board.for", { time: clock(elapsed_ms) })}</small>
      </span>
    </span>
  );
}

function Load({ agent: { load, capacity, ringing, held } }: { readonly agent: BoardAgent }) {
  const notes = [
    ...(ringing > 0 ? [t("board.load_ringing", { n: ringing })] : []),
    ...(held > 0 ? [t("board.load_held", { n: held })] : []),
  ];
  return (
    <span class="load">
      <span class="load-line">
        <meter
          min={0}
          max={Math.max(1, capacity)}
          value={load}
          aria-label={t("board.load_label", { load, capacity })}
        />
        <span aria-hidden="true">
          {load}/{capacity}
        </span>
      </span>
      <small title={notes.join(" · ")}>{notes.join(" · ")}</small>
    </span>
  );
}

function Mean({ sum_ms, count }: { readonly sum_ms: number; readonly count: number }) {
  const average = mean(sum_ms, count);
  return <>{average === null ? t("board.none") : clock(average)}</>;
}

function OnlineToday({ agent, day_at }: { readonly agent: BoardAgent; readonly day_at: number }) {
  return <>{clock(onlineToday(agent, day_at, useDesk().parts.ticker.now.value))}</>;
}
