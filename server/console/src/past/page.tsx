/** What has been: messages and people found by their words, and how far visits came. */
import { t } from "../i18n/text.ts";
import { Avatar } from "../kit/avatar.tsx";
import { Icon } from "../kit/icon.tsx";
import { StandingMark } from "../kit/standing.tsx";
import { useDesk } from "../state/desk.ts";
import type { PastTab } from "../state/past.ts";
import { shortId } from "../state/selectors.ts";
import { RowTime } from "../views/clock.tsx";
import { type FoundMessage, findMessages, findPeople, type Person } from "./api.ts";
import { Funnel } from "./funnel.tsx";
import { marked } from "./marked.ts";
import { PeopleFile } from "./people_file.tsx";
import { ProfileView } from "./profile.tsx";
import { Reader } from "./reader.tsx";
import { Results } from "./results.tsx";

export function PastPage() {
  const { past } = useDesk();
  const tab = past.tab.value;
  return (
    <>
      <header class="visitors-header">
        <h2>{t("past.heading")}</h2>
        <Tabs />
      </header>
      {tab === "funnel" ? <Funnel /> : <Search />}
    </>
  );
}

function Tabs() {
  const desk = useDesk();
  const { tab } = desk.past;
  const tabs: readonly PastTab[] = desk.leads() ? ["messages", "people", "funnel"] : ["messages"];
  if (tabs.length === 1) return null;
  return (
    <nav class="past-tabs" aria-label={t("past.heading")}>
      {tabs.map((name) => (
        <button
          key={name}
          type="button"
          class="visitor-view"
          aria-pressed={tab.value === name}
          onClick={() => {
            tab.value = name;
          }}
        >
          {t(`past.tab_${name}`)}
        </button>
      ))}
    </nav>
  );
}

function Search() {
  const { past } = useDesk();
  const people = past.tab.value === "people";
  const words = past.query.value;
  const open = past.reading.value !== null || past.person.value !== null;
  return (
    <>
      <label class="visitor-search">
        <Icon name="search" />
        <span class="hidden">{t(people ? "past.find_people" : "past.find_messages")}</span>
        <input
          type="search"
          value={words}
          maxLength={160}
          placeholder={t(people ? "past.find_people" : "past.find_messages")}
          onInput={(event) => {
            past.query.value = event.currentTarget.value;
          }}
        />
      </label>
      <div class={open ? "past-body with-reader" : "past-body"}>
        <div class="past-results" role="region" tabIndex={0} aria-label={t("past.results")}>
          {people ? (
            <>
              <PeopleFile words={words} />
              <People words={words} />
            </>
          ) : (
            <Messages words={words} />
          )}
        </div>
        {past.reading.value !== null ? <Reader /> : null}
        {past.reading.value === null && past.person.value !== null ? (
          <ProfileView key={past.person.value} visitor={past.person.value} />
        ) : null}
      </div>
    </>
  );
}

function nameOf(name: string, visitor: string): string {
  return name === "" ? t("list.visitor", { short: shortId(visitor) }) : name;
}

function Messages({ words }: { readonly words: string }) {
  const ask = async (text: string, last: FoundMessage | null) => {
    const outcome = await findMessages(text, last?.number ?? 0);
    if (!outcome.ok) return outcome;
    const { messages, more } = outcome.value;
    return { ok: true as const, value: { rows: messages, more } };
  };
  return (
    <Results key="messages" words={words} needsWords ask={ask}>
      {(row) => <MessageRow key={row.number} row={row} words={words} />}
    </Results>
  );
}

function MessageRow({ row, words }: { readonly row: FoundMessage; readonly words: string }) {
  const desk = useDesk();
  const chosen = desk.past.reading.value?.conversation === row.conversation;
  return (
    <li>
      <button
        type="button"
        class={chosen ? "past-row chosen" : "past-row"}
        onClick={() => {
          desk.past.person.value = row.visitor;
          desk.actions.read(row.conversation);
        }}
      >
        <Avatar id={row.visitor} name={row.visitor_name} />
        <span class="past-row-text">
          <span class="past-row-head">
            <strong>{nameOf(row.visitor_name, row.visitor)}</strong>
            {row.agent === null ? null : (
              <span class="muted">{t("past.by_agent", { name: row.agent_name })}</span>
            )}
            <RowTime at={row.at} />
          </span>
          <span class="past-found" dir="auto">
            {marked(row.text, words).map(({ text, found }, i) =>
              found ? <mark key={i}>{text}</mark> : <span key={i}>{text}</span>,
            )}
          </span>
        </span>
      </button>
    </li>
  );
}

function People({ words }: { readonly words: string }) {
  const ask = async (text: string, last: Person | null) => {
    const outcome = await findPeople(text, last?.visitor ?? "");
    if (!outcome.ok) return outcome;
    const { people, more } = outcome.value;
    return { ok: true as const, value: { rows: people, more } };
  };
  return (
    <Results key="people" words={words} needsWords={false} ask={ask}>
      {(row) => <PersonRow key={row.visitor} row={row} />}
    </Results>
  );
}

function PersonRow({ row }: { readonly row: Person }) {
  const desk = useDesk();
  const { past } = desk;
  const contact = [row.email, row.phone].filter((text) => text !== "").join(" · ");
  return (
    <li>
      <button
        type="button"
        class={past.person.value === row.visitor ? "past-row chosen" : "past-row"}
        onClick={() => {
          desk.actions.read(null);
          past.person.value = row.visitor;
        }}
      >
        <Avatar id={row.visitor} name={row.name} />
        <span class="past-row-text">
          <span class="past-row-head">
            <strong>{nameOf(row.name, row.visitor)}</strong>
            {row.external_id === "" ? null : <StandingMark standing="verified" />}
            {row.tags.map((tag) => (
              <span key={tag} class="tag">
                {tag}
              </span>
            ))}
            <RowTime at={row.last_at} />
          </span>
          <span class="muted">
            {contact === "" ? null : `${contact} · `}
            {t("past.counts", { visits: row.visits, conversations: row.conversations })}
          </span>
        </span>
      </button>
    </li>
  );
}
