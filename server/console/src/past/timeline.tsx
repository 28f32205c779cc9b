/** A person's timeline: visits with their pages, conversations, invitations. */
import { useEffect, useState } from "preact/hooks";
import { locale, t } from "../i18n/text.ts";
import { Icon } from "../kit/icon.tsx";
import { regionText } from "../state/region.ts";
import { sourceText } from "../state/source.ts";
import { clock, dateTime } from "../time/format.ts";
import { Address } from "../views/address.tsx";
import {
  type PastInvitation,
  type PastPage,
  type PastVisit,
  type Profile,
  readProfile,
  readTrail,
} from "./api.ts";
import { ConversationRow } from "./conversations.tsx";
import { type Moment, timelineOf, withOlderPage } from "./timeline.ts";

export function TimelineView({
  visitor,
  profile,
}: {
  readonly visitor: string;
  readonly profile: Profile;
}) {
  const [lists, setLists] = useState<Parameters<typeof timelineOf>[0]>(profile);
  useEffect(() => setLists(profile), [profile]);
  const { moments, older } = timelineOf(lists);
  const more = async (): Promise<void> => {
    const outcome = await readProfile(visitor, older ?? {});
    if (outcome.ok) setLists(withOlderPage(lists, outcome.value));
  };
  if (moments.length === 0) return <p class="muted">{t("past.none")}</p>;
  return (
    <>
      <ol class="timeline">
        {moments.map((moment) => (
          <li key={`${moment.kind} ${keyOf(moment)}`} class={moment.kind}>
            <MomentView visitor={visitor} moment={moment} />
          </li>
        ))}
      </ol>
      {older === null ? null : (
        <button type="button" class="text-button" onClick={() => void more()}>
          {t("past.more")}
        </button>
      )}
    </>
  );
}

function keyOf(moment: Moment): string {
  switch (moment.kind) {
    case "visit":
      return moment.visit.visit;
    case "conversation":
      return moment.conversation.conversation;
    case "invitation":
      return `${moment.invitation.visit} ${moment.at}`;
  }
}

function MomentView({ visitor, moment }: { readonly visitor: string; readonly moment: Moment }) {
  switch (moment.kind) {
    case "visit":
      return <Visit visitor={visitor} visit={moment.visit} />;
    case "conversation":
      return <ConversationRow visitor={visitor} row={moment.conversation} />;
    case "invitation":
      return <Invitation invitation={moment.invitation} />;
  }
}

function Invitation({ invitation: { at, agent_name, text, answer } }: InvitationProps) {
  return (
    <div class="timeline-invitation">
      <span class="past-row-head">
        <strong>{dateTime(at, locale.value)}</strong>
        <span class="muted">
          {agent_name === ""
            ? t("people.invited_by_rule")
            : t("people.invited_by", { name: agent_name })}
          {" · "}
          {t(`people.invitation_${answer}`)}
        </span>
      </span>
      <span class="past-found">{text}</span>
    </div>
  );
}

interface InvitationProps {
  readonly invitation: PastInvitation;
}

function originOf({ channel, source, host, keyword }: PastVisit): string {
  return sourceText({
    channel,
    keyword_state: keyword === "" ? "none" : "given",
    ...(source === "" ? {} : { name: source }),
    ...(host === "" ? {} : { host }),
    ...(keyword === "" ? {} : { keyword }),
  });
}

function Visit({ visitor, visit }: { readonly visitor: string; readonly visit: PastVisit }) {
  const [pages, setPages] = useState<readonly PastPage[] | null>(null);
  const open = async (): Promise<void> => {
    const outcome = await readTrail(visitor, visit.visit);
    if (outcome.ok) setPages(outcome.value.pages);
  };
  return (
    <details
      class="past-visit"
      onToggle={(event) => {
        if (event.currentTarget.open && pages === null) void open();
      }}
    >
      <summary>
        <span class="past-row-text">
          <strong>{dateTime(visit.started_at, locale.value)}</strong>
          <span class="muted">
            {originOf(visit)} ·{" "}
            {visit.region === undefined ? null : `${regionText(visit.region)} · `}
            {t("past.pages", { n: visit.pages, time: clock(visit.visible_ms) })}
          </span>
        </span>
        <Icon name="caret" />
      </summary>
      {pages === null ? (
        <p class="muted">{t("settings.loading")}</p>
      ) : (
        <ol class="past-pages">
          {pages.map((page, i) => (
            <li key={i}>
              <Address url={page.url} title={page.title} />
              <span class="muted">{clock(page.visible_ms)}</span>
            </li>
          ))}
        </ol>
      )}
    </details>
  );
}
