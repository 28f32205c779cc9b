/** A person over all visits: what is known, what the staff say of it, and all that has been. */
import { useEffect, useState } from "preact/hooks";
import { locale, t } from "../i18n/text.ts";
import { Avatar } from "../kit/avatar.tsx";
import { Fact } from "../kit/fact.tsx";
import { Icon } from "../kit/icon.tsx";
import { StandingMark } from "../kit/standing.tsx";
import { useDesk } from "../state/desk.ts";
import { dateTime } from "../time/format.ts";
import { type Person, type Profile, readProfile } from "./api.ts";
import { Edits } from "./edits.tsx";
import { Notes, Tags } from "./notes.tsx";
import type { PersonField } from "./people_api.ts";
import { PersonActions } from "./privacy.tsx";
import { nameOf, Same } from "./same.tsx";
import { TimelineView } from "./timeline.tsx";
import { Value, type ValueProps } from "./value.tsx";

export function ProfileView({ visitor }: { readonly visitor: string }) {
  const { past } = useDesk();
  const [profile, setProfile] = useState<Profile | "loading" | "failed">("loading");
  const reload = async (): Promise<void> => {
    const outcome = await readProfile(visitor);
    setProfile(outcome.ok ? outcome.value : "failed");
  };
  useEffect(() => void reload(), [visitor]);
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
        <Facts visitor={visitor} profile={profile} person={profile.person} reload={reload} />
      )}
    </aside>
  );
}

interface FactsProps {
  /** Whoever of the person's visitors was asked about: what is edited shows there at once. */
  readonly visitor: string;
  readonly profile: Profile;
  readonly person: Person;
  readonly reload: () => Promise<void>;
}

function Facts({ visitor, profile, person, reload }: FactsProps) {
  const desk = useDesk();
  const fields = [...contactFields(), ...profile.fields];
  return (
    <div class="facts" tabIndex={0} role="group" aria-label={t("past.profile")}>
      <div class="profile">
        <Avatar id={person.visitor} name={person.name} />
        <div class="profile-text">
          <strong>{nameOf(person)}</strong>
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
        {fields.map((field) => (
          <Value
            key={field.key}
            visitor={visitor}
            field={field}
            {...valueOf(person, field.key)}
            reload={reload}
          />
        ))}
        {person.attributes.map(({ name, value }) => (
          <Fact key={name} name={name}>
            {value}
          </Fact>
        ))}
        <Fact name={t("past.first_seen")}>{dateTime(person.first_at, locale.value)}</Fact>
        <Fact name={t("past.last_seen")}>{dateTime(person.last_at, locale.value)}</Fact>
      </dl>
      <section class="part">
        <h4>{t("people.tags")}</h4>
        <Tags visitor={visitor} tags={person.tags} reload={reload} />
      </section>
      <section class="part">
        <h4>{t("people.notes")}</h4>
        <Notes visitor={visitor} notes={profile.notes} reload={reload} />
      </section>
      {desk.leads() ? <Same person={person} reload={reload} /> : null}
      <section class="part">
        <h4>{t("people.timeline")}</h4>
        <TimelineView visitor={visitor} profile={profile} />
      </section>
      <section class="part">
        <Edits visitor={visitor} fields={fields} version={profile} />
      </section>
      <PersonActions visitor={person.visitor} />
    </div>
  );
}

function contactFields(): readonly PersonField[] {
  const field = (key: string, label: string): PersonField => ({
    key,
    label,
    kind: "text",
    options: [],
  });
  return [
    field("name", t("people.name")),
    field("email", t("visitor.email")),
    field("phone", t("visitor.phone")),
  ];
}

function valueOf(person: Person, key: string): Pick<ValueProps, "value" | "by"> {
  if (key !== "name" && key !== "email" && key !== "phone") {
    return { value: person.edited[key] ?? "", by: "staff" };
  }
  const value = person[key];
  if (person.vouched[key]) return { value, by: "backend" };
  return { value, by: person.edited[key] === undefined ? "visitor" : "staff" };
}
