/** One conversation in a list. */
import { t } from "../i18n/text.ts";
import { Avatar } from "../kit/avatar.tsx";
import { Icon } from "../kit/icon.tsx";
import { useDesk } from "../state/desk.ts";
import { type Tab, unansweredSince } from "../state/selectors.ts";
import { canRead, modeOf } from "../state/together.ts";
import type { Conversation } from "../state/wire.ts";
import { Elapsed, RowTime } from "./clock.tsx";
import { LeftMark } from "./left.tsx";
import { RatingMark } from "./rating.tsx";
import { modeIcons } from "./together.tsx";

const tags_shown = 2;

export function rowId(conversation: string): string {
  return `row-${conversation}`;
}

export interface RowProps {
  readonly row: Conversation;
  readonly index: number;
  readonly tab: Tab;
}

export function Row({ row, index, tab }: RowProps) {
  const desk = useDesk();
  const { visitor } = row;
  const selected = desk.selected.value === row.conversation;
  const unread = tab === "mine" && desk.isMine(row) ? desk.unreadIn(row) : 0;
  const mode = modeOf(row, desk.me.value?.agent ?? "");
  const classes = ["row", selected ? "selected" : "", unread > 0 ? "unread" : ""].join(" ");
  return (
    <div
      id={rowId(row.conversation)}
      class={classes}
      role="option"
      aria-selected={selected}
      onClick={() => desk.select(row.conversation)}
    >
      <Avatar
        id={visitor.visitor}
        name={visitor.name}
        online={visitor.online}
        onlineText={t(visitor.online ? "list.online" : "list.offline")}
      />
      <div class="row-text">
        <div class="row-line">
          <span class="row-name">{desk.visitorName(visitor)}</span>
          <RowClock row={row} tab={tab} />
        </div>
        <div class="row-line">
          <Preview row={row} />
          {unread === 0 ? null : (
            <span class="badge">
              <span aria-hidden="true">{unread > 99 ? "99+" : unread}</span>
              <span class="hidden">{t("list.unread", { n: unread })}</span>
            </span>
          )}
        </div>
        <LeftMark row={row} />
        <div class="row-line row-foot">
          <span>{desk.queueName(row.queue)}</span>
          <RatingMark row={row} />
          {row.held ? <span class="state held">{t("conversation.state_held")}</span> : null}
          {mode === null ? null : (
            <span class="state" title={t(`supervise.${mode}_now`)}>
              <Icon name={modeIcons[mode]} />
              <span class="hidden">{t(`supervise.${mode}_now`)}</span>
            </span>
          )}
          {row.tags.slice(0, tags_shown).map((tag) => (
            <span key={tag} class="tag">
              {tag}
            </span>
          ))}
          {tab === "others" && row.agent !== null ? <span>{row.agent.name}</span> : null}
          {row.priority === undefined ? null : (
            <span class="state">{t("priority.level", { n: row.priority })}</span>
          )}
          {index < 9 ? <kbd aria-hidden="true">Alt {index + 1}</kbd> : null}
        </div>
      </div>
    </div>
  );
}

function RowClock({ row, tab }: { readonly row: Conversation; readonly tab: Tab }) {
  const desk = useDesk();
  if (tab === "waiting") {
    return <Elapsed since={row.waiting_since} label={(time) => t("list.waited", { time })} />;
  }
  const since = unansweredSince(row, desk.thread(row.conversation).entries);
  if (since !== null) {
    return <Elapsed since={since} label={(time) => t("list.waiting_reply", { time })} />;
  }
  return <RowTime at={row.closed_at ?? row.last_message?.at ?? row.opened_at} />;
}

function Preview({ row }: { readonly row: Conversation }) {
  const desk = useDesk();
  if (desk.typing.value.has(row.conversation)) {
    return <span class="row-preview typing-text">{t("list.typing")}</span>;
  }
  const last = row.last_message;
  if (!canRead(row, desk.me.value?.agent ?? "")) {
    return <span class="row-preview">{t("supervise.unread_here")}</span>;
  }
  if (last === null) return <span class="row-preview">{t("list.no_message")}</span>;
  return (
    <span class="row-preview">
      {last.kind === "agent" && desk.isMine(row) ? <em>{t("list.you")}</em> : null}
      {last.start}
    </span>
  );
}
