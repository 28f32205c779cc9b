/** The middle pane: who it is, what was said, and the reply. */
import { t } from "../i18n/text.ts";
import { Avatar } from "../kit/avatar.tsx";
import { Icon, type IconName } from "../kit/icon.tsx";
import { StandingMark } from "../kit/standing.tsx";
import { useDesk } from "../state/desk.ts";
import { standingOf, stateOf } from "../state/selectors.ts";
import { canRead, steers } from "../state/together.ts";
import type { Conversation } from "../state/wire.ts";
import { Elapsed } from "./clock.tsx";
import { Composer } from "./composer.tsx";
import { LeftLine } from "./left.tsx";
import { Log } from "./log.tsx";
import { RatingLine } from "./rating.tsx";
import { PriorityChoice, RoutingLine } from "./routing.tsx";
import { palette_keys } from "./shortcuts.ts";
import { Curtain, SuperviseMenu, TogetherLine } from "./together.tsx";
import { TransferLine } from "./transfer.tsx";

export function ConversationPane() {
  const desk = useDesk();
  const row = desk.current.value;
  return (
    <section
      id="conversation"
      class="pane conversation-pane"
      tabIndex={-1}
      aria-label={t("conversation.label")}
    >
      {row === null ? (
        <Nothing />
      ) : (
        <>
          <Header row={row} />
          <TransferLine row={row} />
          <TogetherLine row={row} />
          <LeftLine row={row} />
          <RatingLine row={row} />
          <RoutingLine row={row} />
          <Words row={row} />
        </>
      )}
    </section>
  );
}

function Words({ row }: { readonly row: Conversation }) {
  const me = useDesk().me.value;
  if (!canRead(row, me?.agent ?? "")) return <Curtain row={row} />;
  return (
    <>
      <Log key={row.conversation} row={row} />
      <Composer key={`reply-${row.conversation}`} row={row} />
    </>
  );
}

function Nothing() {
  return (
    <div class="empty large">
      <Icon name="chat" />
      <p>{t("conversation.none")}</p>
      <small>{t("conversation.none_hint", { key: palette_keys() })}</small>
    </div>
  );
}

function Header({ row }: { readonly row: Conversation }) {
  const desk = useDesk();
  const { visitor } = row;
  const online = t(visitor.online ? "list.online" : "list.offline");
  return (
    <header class="conversation-header">
      <button
        type="button"
        class="icon-button narrow-only"
        onClick={() => {
          desk.page.value = "list";
        }}
      >
        <Icon name="back" />
        <span class="hidden">{t("common.back")}</span>
      </button>
      <Avatar
        id={visitor.visitor}
        name={visitor.name}
        online={visitor.online}
        onlineText={online}
      />
      <div class="header-text">
        <h2>{desk.visitorName(visitor)}</h2>
        <p class="header-line">
          <span class={`state ${stateOf(row)}`}>{t(`conversation.state_${stateOf(row)}`)}</span>
          <StandingMark standing={standingOf(visitor)} />
          <span>{desk.queueName(row.queue)}</span>
          <Holder row={row} />
        </p>
      </div>
      <div class="header-actions">
        <StateAction row={row} />
        <button
          type="button"
          class="icon-button visitor-toggle"
          title={t("conversation.visitor_info")}
          onClick={() => {
            desk.page.value = "visitor";
          }}
        >
          <Icon name="person" />
          <span class="hidden">{t("conversation.visitor_info")}</span>
        </button>
      </div>
    </header>
  );
}

function Holder({ row }: { readonly row: Conversation }) {
  const desk = useDesk();
  if (row.state === "waiting") {
    return <Elapsed since={row.waiting_since} label={(time) => t("list.waited", { time })} />;
  }
  if (row.agent === null) return null;
  return (
    <span>
      {desk.isMine(row)
        ? t("conversation.with_you")
        : t("conversation.with", { name: row.agent.name })}
    </span>
  );
}

interface ActionIconProps {
  readonly icon: IconName;
  readonly text: string;
  readonly onClick: () => void;
}

function ActionIcon({ icon, text, onClick }: ActionIconProps) {
  return (
    <button type="button" class="icon-button" title={text} onClick={onClick}>
      <Icon name={icon} />
      <span class="hidden">{text}</span>
    </button>
  );
}

function StateAction({ row }: { readonly row: Conversation }) {
  const desk = useDesk();
  const id = row.conversation;
  const leads = steers(desk.me.value);
  if (row.state === "waiting") {
    return (
      <>
        <PriorityChoice row={row} />
        <ActionIcon
          icon="help"
          text={t("explain.open")}
          onClick={() => {
            desk.dialog.value = "explain";
          }}
        />
        {leads ? <SuperviseMenu row={row} /> : null}
        <button type="button" class="button primary" onClick={() => desk.take(id)}>
          {t("conversation.accept")}
        </button>
      </>
    );
  }
  if (row.state === "closed") {
    return (
      <button type="button" class="button" onClick={() => desk.actions.reopen(id)}>
        {t("conversation.reopen")}
      </button>
    );
  }
  if (!desk.isMine(row)) return leads ? <SuperviseMenu row={row} /> : null;
  return (
    <>
      <ActionIcon
        icon="invite"
        text={t("invite.label")}
        onClick={() => {
          desk.dialog.value = "invite";
        }}
      />
      <ActionIcon
        icon="transfer"
        text={t("conversation.transfer")}
        onClick={() => {
          desk.dialog.value = "transfer";
        }}
      />
      <ActionIcon
        icon={row.held ? "play" : "pause"}
        text={t(row.held ? "conversation.retrieve" : "conversation.hold")}
        onClick={() => desk.actions.hold(id, !row.held)}
      />
      <button
        type="button"
        class="button"
        onClick={() => {
          desk.dialog.value = "close";
        }}
      >
        <Icon name="done" />
        <span class="button-text">{t("conversation.close")}</span>
      </button>
    </>
  );
}
