/** A person over all visits: what is known, the visits with their pages, the conversations. */
import { useEffect, useState } from "preact/hooks";
import { locale, t } from "../i18n/text.ts";
import { Avatar } from "../kit/avatar.tsx";
import { Icon } from "../kit/icon.tsx";
import { useDesk } from "../state/desk.ts";
import { regionText } from "../state/region.ts";
import { shortId } from "../state/selectors.ts";
import { sourceText } from "../state/source.ts";
import { clock, dateTime } from "../time/format.ts";
import { Address } from "../views/address.tsx";
import { Stars } from "../views/rating.tsx";
import { Fact } from "../kit/fact.tsx";
import { StandingMark } from "../kit/standing.tsx";
import {
  type PastConversation,
  type PastPage,
  type PastVisit,
  type Person,
  type Profile,
  readProfile,
  readTrail,
} from "./api.ts";
import { PersonActions } from "./privacy.tsx";

export function ProfileView({ visitor }: { readonly visitor: string }) {
  const { past } = useDesk();
  const [profile, setProfile] = useState<Profile | "loading" | "failed">("loading");
  useEffect(() => {
    void readProfile(visitor).then((outcome) => setProfile(outcome.ok ? outcome.value : "failed"));
  }, [visitor]);
  return (
    <aside class="past-reader" aria-label={t("past.profile")}>
      <header>
        <h3>{t("past.profile")}</h3>
        <button
          type="button"
          class="icon-button"
          onClick={() => {
            past.person.value = null;
          }}
        >
          <Icon name="close" />
          <span class="hidden">{t("past.close")}</span>
        </button>
      </header>
      {typeof profile === "string" ? (
        <p class="muted past-note">{t(`settings.${profile}`)}</p>
      ) : profile.person === null ? (
        <p class="muted past-note">{t("past.nobody")}</p>
      ) : (
        <Facts {...profile} person={profile.person} />
      )}
    </aside>
  );
}

function Facts({ person, visits, conversations }: Profile & { readonly person: Person }) {
  const short = t("list.visitor", { short: shortId(person.visitor) });
  const contact = [
    { name: t("visitor.email"), value: person.email },
    { name: t("visitor.phone"), value: person.phone },
    ...person.attributes,
  ];
  return (
    <div class="facts" tabIndex={0} role="group" aria-label={t("past.profile")}>
      <div class="profile">
        <Avatar id={person.visitor} name={person.name} />
        <div class="profile-text">
          <strong>{person.name === "" ? short : person.name}</strong>
          <span class="muted">
            {t("past.counts", { visits: person.visits, conversations: person.conversations })}
          </span>
        </div>
      </div>
      <dl class="part">
        {person.external_id === "" ? null : (
          <Fact name={t("identity.external_id")}>
            {person.external_id}
            <StandingMark standing="verified" />
          </Fact>
        )}
        {contact.map(({ name, value }) =>
          value === "" ? null : (
            <Fact key={name} name={name}>
              {value}
            </Fact>
          ),
        )}
        <Fact name={t("past.first_seen")}>{dateTime(person.first_at, locale.value)}</Fact>
        <Fact name={t("past.last_seen")}>{dateTime(person.last_at, locale.value)}</Fact>
      </dl>
      <section class="part">
        <h4>{t("past.conversations")}</h4>
        <Conversations rows={conversations} visitor={person.visitor} />
      </section>
      <section class="part">
        <h4>{t("past.visits")}</h4>
        {visits.length === 0 ? <p class="muted">{t("past.none")}</p> : null}
        {visits.map((visit) => (
          <Visit key={visit.visit} visitor={person.visitor} visit={visit} />
        ))}
      </section>
      <PersonActions visitor={person.visitor} />
    </div>
  );
}

interface ConversationsProps {
  readonly rows: readonly PastConversation[];
  readonly visitor: string;
}

export function Conversations({ rows, visitor }: ConversationsProps) {
  const desk = useDesk();
  if (rows.length === 0) return <p class="muted">{t("past.none")}</p>;
  return (
    <ul class="past-list">
      {rows.map((row) => (
        <li key={row.conversation}>
          <button
            type="button"
            class="past-row"
            onClick={() => {
              desk.showPast(true);
              desk.past.person.value = visitor;
              desk.actions.read(row.conversation);
            }}
          >
            <span class="past-row-text">
              <span class="past-row-head">
                <strong>{dateTime(row.opened_at, locale.value)}</strong>
                {row.score === 0 ? null : <Stars score={row.score} />}
              </span>
              <span class="muted">
                {[row.queue_name, row.agent_name].filter((name) => name !== "").join(" · ")}
                {" · "}
                {t("past.messages", { n: row.messages })}
              </span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
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
