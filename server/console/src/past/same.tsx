/** Who is this person: the visitors that are, and others who may be. Merged and split by hand. */
import { useEffect, useState } from "preact/hooks";
import { locale, t } from "../i18n/text.ts";
import { Avatar } from "../kit/avatar.tsx";
import { Dialog } from "../kit/dialog.tsx";
import { Problem } from "../kit/problem.tsx";
import { StandingMark } from "../kit/standing.tsx";
import { shortId } from "../state/selectors.ts";
import { dateTime } from "../time/format.ts";
import type { Person, PersonVisitor } from "./api.ts";
import { useChanges } from "./changes.ts";
import { findDuplicates, mergePeople, splitPeople } from "./people_api.ts";

interface SameProps {
  readonly person: Person;
  readonly reload: () => Promise<void>;
}

export const nameOf = ({ name, visitor }: Person): string =>
  name === "" ? t("list.visitor", { short: shortId(visitor) }) : name;

export function Same({ person, reload }: SameProps) {
  const [others, setOthers] = useState<readonly Person[]>([]);
  const [merging, setMerging] = useState<Person | null>(null);
  const [splitting, setSplitting] = useState<PersonVisitor | null>(null);
  useEffect(() => {
    void findDuplicates(person.visitor).then((found) => setOthers(found.ok ? found.value : []));
  }, [person]);
  if (person.visitors.length < 2 && others.length === 0) return null;
  return (
    <section class="part">
      <h4>{t("people.same")}</h4>
      {person.visitors.length < 2 ? null : (
        <Visitors visitors={person.visitors} split={setSplitting} />
      )}
      {others.length === 0 ? null : <Others others={others} merge={setMerging} />}
      {merging === null ? null : (
        <Confirm
          heading={t("people.merge_heading", { name: nameOf(merging) })}
          text={t("people.merge_text", {
            name: nameOf(merging),
            other: nameOf(person),
            visits: merging.visits,
            conversations: merging.conversations,
          })}
          warning={merging.external_id === "" || person.external_id === ""}
          action={t("people.merge")}
          act={() => mergePeople(merging.visitor, person.visitor)}
          reload={reload}
          onClose={() => setMerging(null)}
        />
      )}
      {splitting === null ? null : (
        <Confirm
          heading={t("people.split_heading")}
          text={t("people.split_text", { short: shortId(splitting.visitor) })}
          warning={false}
          action={t("people.split")}
          act={() => splitPeople(splitting.visitor)}
          reload={reload}
          onClose={() => setSplitting(null)}
        />
      )}
    </section>
  );
}

interface VisitorsProps {
  readonly visitors: readonly PersonVisitor[];
  readonly split: (visitor: PersonVisitor) => void;
}

function originOf({ into, external_id, merged_by, merged_at }: PersonVisitor): string {
  if (into !== null) {
    return t("people.merged", { name: merged_by, time: dateTime(merged_at, locale.value) });
  }
  return external_id === ""
    ? t("people.first_visitor")
    : t("people.by_backend", { id: external_id });
}

function Visitors({ visitors, split }: VisitorsProps) {
  return (
    <ul class="person-visitors">
      {visitors.map((each) => (
        <li key={each.visitor}>
          <code>{shortId(each.visitor)}</code>
          <span class="muted">{originOf(each)}</span>
          {each.into === null ? null : (
            <button type="button" class="text-button" onClick={() => split(each)}>
              {t("people.split")}
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}

interface OthersProps {
  readonly others: readonly Person[];
  readonly merge: (other: Person) => void;
}

function Others({ others, merge }: OthersProps) {
  return (
    <>
      <p class="muted">{t("people.duplicates")}</p>
      <ul class="person-visitors">
        {others.map((other) => (
          <li key={other.visitor}>
            <Avatar id={other.visitor} name={other.name} />
            <span class="past-row-text">
              <strong>{nameOf(other)}</strong>
              <span class="muted">
                {[other.email, other.phone].filter((text) => text !== "").join(" · ")}
              </span>
              <StandingMark standing={other.external_id === "" ? "unverified" : "verified"} />
            </span>
            <button type="button" class="button" onClick={() => merge(other)}>
              {t("people.merge")}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

interface ConfirmProps extends Pick<SameProps, "reload"> {
  readonly heading: string;
  readonly text: string;
  /** Nobody proved that they are the same. */
  readonly warning: boolean;
  readonly action: string;
  readonly act: () => ReturnType<typeof mergePeople>;
  readonly onClose: () => void;
}

function Confirm({ heading, text, warning, action, act, reload, onClose }: ConfirmProps) {
  const changes = useChanges(reload);
  const confirm = async (): Promise<void> => {
    if (await changes.make(act())) onClose();
  };
  return (
    <Dialog heading={heading} onClose={onClose}>
      <p class="dialog-text">{text}</p>
      {warning ? <p class="dialog-text warning">{t("people.merge_unverified")}</p> : null}
      <Problem text={changes.problem.value} />
      <footer class="dialog-footer">
        <button type="button" class="button" autofocus onClick={onClose}>
          {t("common.cancel")}
        </button>
        <button
          type="button"
          class="button primary"
          disabled={changes.busy.value}
          onClick={() => void confirm()}
        >
          {action}
        </button>
      </footer>
    </Dialog>
  );
}
