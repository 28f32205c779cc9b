/** Who else is in a conversation: its participants, who looks at it, who writes, who is invited. */
import { useEffect } from "preact/hooks";
import { type Key, t } from "../i18n/text.ts";
import { Avatar } from "../kit/avatar.tsx";
import { Dialog } from "../kit/dialog.tsx";
import { Icon, type IconName } from "../kit/icon.tsx";
import { Menu, MenuItem } from "../kit/menu.tsx";
import { type Desk, useDesk } from "../state/desk.ts";
import { invitationsOf } from "../state/selectors.ts";
import { invitationOf, modeOf, steers } from "../state/together.ts";
import type { Conversation, Participant, ParticipantMode, TargetAgent } from "../state/wire.ts";

const modes: readonly ParticipantMode[] = ["watch", "whisper", "speak"];
export const modeIcons: Readonly<Record<ParticipantMode, IconName>> = {
  watch: "eye",
  whisper: "whisper",
  speak: "chat",
};
const does: Readonly<Record<ParticipantMode, Key>> = {
  watch: "together.watches",
  whisper: "together.whispers",
  speak: "together.speaks",
};

/** Below the header, when somebody else is there. */
export function TogetherLine({ row }: { readonly row: Conversation }) {
  const desk = useDesk();
  const me = desk.me.value?.agent ?? "";
  const inside = new Set([me, ...row.participants.map((each) => each.agent.agent)]);
  const lookers = (desk.together.viewers.value.get(row.conversation) ?? []).filter(
    (each) => !inside.has(each.agent),
  );
  const typist = desk.together.typing.value.get(row.conversation);
  const nobody = row.participants.length === 0 && lookers.length === 0 && typist === undefined;
  return (
    <div role="status">
      {nobody ? null : (
        <div class="together-line">
          {row.participants.map((each) => (
            <Chip key={each.agent.agent} row={row} participant={each} />
          ))}
          {lookers.map((each) => (
            <span key={each.agent} class="looker">
              <Icon name="eye" />
              {t("together.looks", { name: each.name })}
            </span>
          ))}
          {typist === undefined ? null : (
            <span class="looker writes">
              <Icon name="whisper" />
              {t("together.writes", { name: typist.name })}
            </span>
          )}
        </div>
      )}
    </div>
  );
}

/** Whether this agent may end somebody's part: its own, whom it invited, a supervisor anybody's. */
function mayEnd(desk: Desk, row: Conversation, participant: Participant): boolean {
  const own = participant.agent.agent === desk.me.value?.agent;
  const invited = desk.isMine(row) && participant.by !== null;
  return own || invited || steers(desk.me.value);
}

function Chip({
  row,
  participant,
}: {
  readonly row: Conversation;
  readonly participant: Participant;
}) {
  const desk = useDesk();
  const { agent, mode, joined } = participant;
  const own = agent.agent === desk.me.value?.agent;
  const name = own ? t("together.you") : agent.name;
  const end = t(own ? "together.leave" : joined ? "together.remove" : "together.uninvite", {
    name: agent.name,
  });
  return (
    <span class={`chip ${mode} ${joined ? "" : "invited"}`}>
      <Icon name={modeIcons[mode]} />
      {t(joined ? does[mode] : "together.invited", { name })}
      {!mayEnd(desk, row, participant) ? null : (
        <button
          type="button"
          class="icon-button tiny"
          title={end}
          onClick={() =>
            desk.actions.leave(row.conversation, own ? undefined : agent.agent)
          }
        >
          <Icon name="close" />
          <span class="hidden">{end}</span>
        </button>
      )}
    </span>
  );
}

/** In place of the words of somebody else's conversation. */
export function Curtain({ row }: { readonly row: Conversation }) {
  const desk = useDesk();
  return (
    <div class="empty large curtain">
      <Icon name="eye" />
      <p>{t("supervise.curtain", { name: row.agent?.name ?? "" })}</p>
      <small>{t("supervise.curtain_hint")}</small>
      <div class="curtain-actions">
        {modes.map((mode) => (
          <button
            key={mode}
            type="button"
            class={mode === "watch" ? "button primary" : "button"}
            title={t(`supervise.${mode}_hint`)}
            onClick={() => desk.actions.join(row.conversation, mode)}
          >
            <Icon name={modeIcons[mode]} />
            {t(`supervise.${mode}`)}
          </button>
        ))}
        <button
          type="button"
          class="button"
          title={t("supervise.take_over_hint")}
          onClick={() => desk.actions.takeOver(row)}
        >
          <Icon name="seize" />
          {t("supervise.take_over")}
        </button>
      </div>
    </div>
  );
}

/** What a supervisor can do to a conversation that is somebody else's or waits. */
export function SuperviseMenu({ row }: { readonly row: Conversation }) {
  const desk = useDesk();
  const mode = modeOf(row, desk.me.value?.agent ?? "");
  const id = row.conversation;
  return (
    <Menu
      place="here"
      label={t("supervise.label")}
      button={
        <>
          <Icon name={mode === null ? "eye" : modeIcons[mode]} />
          <span class="button-text" aria-hidden="true">
            {t("supervise.label")}
          </span>
          <Icon name="caret" />
        </>
      }
    >
      <div class="menu-group" role="presentation">
        {modes.map((value) => (
          <MenuItem
            key={value}
            kind="radio"
            checked={mode === value}
            detail={t(`supervise.${value}_hint`)}
            onSelect={() => desk.actions.join(id, value)}
          >
            {t(`supervise.${value}`)}
          </MenuItem>
        ))}
        {mode === null ? null : (
          <MenuItem onSelect={() => desk.actions.leave(id)}>{t("together.leave")}</MenuItem>
        )}
      </div>
      <div class="menu-group" role="presentation">
        <MenuItem
          detail={t("supervise.take_over_hint")}
          onSelect={() => desk.actions.takeOver(row)}
        >
          {t("supervise.take_over")}
        </MenuItem>
        <MenuItem
          detail={t("supervise.give_hint")}
          onSelect={() => {
            desk.dialog.value = "transfer";
          }}
        >
          {t("supervise.give")}
        </MenuItem>
        <MenuItem
          onSelect={() => {
            desk.dialog.value = "invite";
          }}
        >
          {t("invite.label")}
        </MenuItem>
      </div>
    </Menu>
  );
}

/** Colleagues who ask for this agent, above every list. */
export function Invitations() {
  const desk = useDesk();
  const me = desk.me.value?.agent ?? "";
  const rows = invitationsOf(desk.conversations.value.values(), me);
  return (
    <section class="offers invitations" aria-label={t("invite.list")} hidden={rows.length === 0}>
      {rows.map((row) => (
        <Invitation key={row.conversation} row={row} me={me} />
      ))}
    </section>
  );
}

function Invitation({ row, me }: { readonly row: Conversation; readonly me: string }) {
  const desk = useDesk();
  const invitation = invitationOf(row, me);
  if (invitation === null) return null;
  const { mode, by } = invitation;
  const name = desk.visitorName(row.visitor);
  const join = (): void => {
    desk.actions.join(row.conversation, mode);
    desk.tab.value = "mine";
    desk.select(row.conversation);
  };
  return (
    <article class="offer">
      <header class="offer-header">
        <Icon name={modeIcons[mode]} />
        <h2>{t(`invite.asks_${mode}`, { name: by?.name ?? "" })}</h2>
      </header>
      <div class="offer-who">
        <Avatar id={row.visitor.visitor} name={row.visitor.name} />
        <div class="offer-text">
          <div class="offer-name">
            <strong>{name}</strong>
            <span class="tag">{desk.queueName(row.queue)}</span>
          </div>
          <p>{row.last_message?.start ?? t("list.no_message")}</p>
        </div>
      </div>
      <div class="offer-actions">
        <button type="button" class="button primary" onClick={join}>
          {t("invite.join")}
          <span class="hidden">{name}</span>
        </button>
        <button
          type="button"
          class="button"
          onClick={() => desk.actions.leave(row.conversation)}
        >
          {t("offer.decline")}
          <span class="hidden">{name}</span>
        </button>
      </div>
    </article>
  );
}

/** Asks a colleague for advice, or to speak to the visitor as well. */
export function InviteDialog({ onClose }: { readonly onClose: () => void }) {
  const desk = useDesk();
  useEffect(() => desk.actions.askTargets(), []);
  const row = desk.current.value;
  const agents = desk.targets.value?.agents ?? null;
  const invite = (agent: string, mode: ParticipantMode): void => {
    if (row !== null) desk.actions.invite(row.conversation, agent, mode);
    onClose();
  };
  return (
    <Dialog heading={t("invite.heading")} onClose={onClose}>
      <p>{t("invite.text")}</p>
      {agents === null ? (
        <p>{t("transfer.loading")}</p>
      ) : (
        <ul class="targets">
          {agents
            .filter((agent) => agent.agent !== row?.agent?.agent)
            .map((agent) => (
              <Invitable key={agent.agent} agent={agent} invite={invite} />
            ))}
        </ul>
      )}
    </Dialog>
  );
}

interface InvitableProps {
  readonly agent: TargetAgent;
  readonly invite: (agent: string, mode: ParticipantMode) => void;
}

function Invitable({ agent, invite }: InvitableProps) {
  const there = agent.status !== "offline";
  const choice = (mode: "whisper" | "speak") => (
    <button
      type="button"
      class="button"
      disabled={!there}
      title={t(`invite.${mode}_hint`)}
      onClick={() => invite(agent.agent, mode)}
    >
      <Icon name={modeIcons[mode]} />
      {t(`invite.${mode}`)}
      <span class="hidden">{agent.name}</span>
    </button>
  );
  return (
    <li class="invitable">
      <strong>{agent.name}</strong>
      <span>{t(`status.${agent.status}`)}</span>
      <div class="button-row">
        {choice("whisper")}
        {choice("speak")}
      </div>
    </li>
  );
}
