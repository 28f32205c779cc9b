/** All open conversations, those at risk on top. */
import type { Board } from "../../../../../protocol/ts/reduce_board";
import { locale, t } from "../../i18n/text.ts";
import { Icon, type IconName } from "../../kit/icon.tsx";
import { StandingMark } from "../../kit/standing.tsx";
import { VirtualRows } from "../../kit/virtual_rows.tsx";
import {
  type BoardRow,
  conversationsOf,
  isWaiting,
  type Risk,
  type RiskKind,
} from "../../state/board_rows.ts";
import { useDesk } from "../../state/desk.ts";
import { shortId } from "../../state/selectors.ts";
import type { BoardConversation } from "../../state/wire.ts";
import { rowTime } from "../../time/format.ts";
import { Elapsed } from "../clock.tsx";
import { ConversationActions } from "./conversation_actions.tsx";

const row_px = 44;
const icons: Readonly<Record<RiskKind, IconName>> = {
  agent_lost: "lost",
  nobody: "person",
  wait: "clock",
  no_reply: "chat",
  passed: "bell_off",
};

export function visitorName({ name, visitor }: BoardConversation): string {
  return name.trim() === "" ? t("list.visitor", { short: shortId(visitor) }) : name;
}

export function ConversationTable({ board }: { readonly board: Board }) {
  const desk = useDesk();
  const rows = conversationsOf(board, desk.board.filter.value, desk.parts.ticker.now.value);
  const at_risk = rows.filter(({ risks }) => risks.length > 0).length;
  return (
    <section class="board-table conversation-table" aria-labelledby="board-conversations">
      <header>
        <h3 id="board-conversations">{t("board.conversations")}</h3>
        <span class="muted">
          {t("board.conversations_count", { n: rows.length, risks: at_risk })}
        </span>
        <Filtered board={board} />
      </header>
      {rows.length === 0 ? (
        <div class="empty">
          <Icon name="inbox" />
          <p>{t("board.no_conversations")}</p>
          <small>{t("board.no_conversations_hint")}</small>
        </div>
      ) : (
        <div
          class="grid"
          role="table"
          aria-labelledby="board-conversations"
          aria-rowcount={rows.length + 1}
        >
          <div role="rowgroup">
            <div role="row" aria-rowindex={1} class="grid-row grid-head">
              <span role="columnheader">{t("board.risk")}</span>
              <span role="columnheader">{t("board.visitor")}</span>
              <span role="columnheader">{t("board.queue")}</span>
              <span role="columnheader">{t("board.state")}</span>
              <span role="columnheader" class="number">
                {t("board.time")}
              </span>
              <span role="columnheader" class="number">
                {t("board.last")}
              </span>
              <span role="columnheader">
                <span class="hidden">{t("board.actions")}</span>
              </span>
            </div>
          </div>
          <VirtualRows
            items={rows}
            height_px={row_px}
            label={t("board.conversations")}
            keyOf={({ conversation }) => conversation.conversation}
          >
            {(row, index) => <ConversationLine row={row} board={board} index={index} />}
          </VirtualRows>
        </div>
      )}
    </section>
  );
}

function Filtered({ board }: { readonly board: Board }) {
  const { filter } = useDesk().board;
  const { value } = filter;
  if (value === null) return null;
  const rows = value.kind === "queue" ? board.queues : board.agents;
  return (
    <span class="board-filter">
      <Icon name="filter" />
      {t("board.filtered", { name: rows.get(value.id)?.name ?? "" })}
      <button
        type="button"
        class="text-button"
        onClick={() => {
          filter.value = null;
        }}
      >
        {t("board.all")}
      </button>
    </span>
  );
}

interface LineProps {
  readonly row: BoardRow;
  readonly board: Board;
  readonly index: number;
}

function ConversationLine({ row: { conversation, risks }, board, index }: LineProps) {
  const name = visitorName(conversation);
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      class={`grid-row ${risks.length > 0 ? `at-risk ${risks[0]?.kind}` : ""}`}
    >
      <span role="cell" class="risks">
        {risks.length === 0 ? (
          <span class="risk fine">
            <Icon name="check" />
            {t("board.risk_none")}
          </span>
        ) : (
          risks.map((risk) => <RiskSign key={risk.kind} risk={risk} of={conversation} />)
        )}
      </span>
      <span role="rowheader" class="cell-name" title={name}>
        {name}
        <StandingMark standing={conversation.standing} />
      </span>
      <span role="cell" class="cell-text">
        {board.queues.get(conversation.queue)?.name}
      </span>
      <span role="cell" class="cell-text">
        <StateText of={conversation} board={board} />
      </span>
      <span role="cell" class="number">
        <Clock of={conversation} />
      </span>
      <span role="cell" class="number last-message">
        <LastMessage of={conversation} />
      </span>
      <span role="cell" class="cell-actions">
        <ConversationActions conversation={conversation} name={name} />
      </span>
    </div>
  );
}

function RiskSign({ risk: { kind }, of }: { readonly risk: Risk; readonly of: BoardConversation }) {
  return (
    <span class={`risk ${kind}`}>
      <Icon name={icons[kind]} />
      {t(`board.risk_${kind}`, { n: of.passes })}
    </span>
  );
}

function StateText({ of, board }: { readonly of: BoardConversation; readonly board: Board }) {
  const name = board.agents.get(of.agent ?? "")?.name ?? "";
  const state = t(`board.state_${of.state}`, { name });
  if (of.left !== true) return <>{state}</>;
  return (
    <span class="board-left">
      <Icon name="mail" />
      {`${t("left.mark")} · ${state}`}
    </span>
  );
}

function LastMessage({ of: { last_at, last_by } }: { readonly of: BoardConversation }) {
  const now = useDesk().parts.ticker.now.peek();
  return <>{t(`board.last_${last_by}`, { time: rowTime(last_at, now, locale.value) })}</>;
}

/** Whoever waits for something, for how long; else how long the agent has it. */
function Clock({ of }: { readonly of: BoardConversation }) {
  if (isWaiting(of)) {
    return <Elapsed since={of.since} label={(time) => t("board.waits_for", { time })} />;
  }
  if (of.unanswered_since > 0) {
    return <Elapsed since={of.unanswered_since} label={(time) => t("board.owed_for", { time })} />;
  }
  return (
    <span class="calm-clock">
      <Elapsed since={of.since} label={(time) => t("board.with_for", { time })} />
    </span>
  );
}
