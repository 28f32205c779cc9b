/** What is kept of a visitor, beside the conversation that goes on. */
import { useEffect, useState } from "preact/hooks";
import { t } from "../i18n/text.ts";
import { useDesk } from "../state/desk.ts";
import type { EarlierProps } from "../views/past.tsx";
import { type Profile, readProfile } from "./api.ts";
import { Conversations } from "./conversations.tsx";
import { Notes, Tags } from "./notes.tsx";

export function Earlier({ visitor, conversation }: EarlierProps) {
  const desk = useDesk();
  const [profile, setProfile] = useState<Profile | null>(null);
  const reload = async (): Promise<void> => {
    const outcome = await readProfile(visitor);
    setProfile(outcome.ok ? outcome.value : null);
  };
  useEffect(() => void reload(), [visitor, conversation]);
  const rows = profile?.conversations.filter((row) => row.conversation !== conversation) ?? [];
  return (
    <>
      <Conversations rows={rows.slice(0, 5)} visitor={visitor} />
      {profile?.person ? (
        <>
          <h4>{t("people.about")}</h4>
          <Tags visitor={visitor} tags={profile.person.tags} reload={reload} />
          <Notes visitor={visitor} notes={profile.notes} reload={reload} />
          <button
            type="button"
            class="text-button"
            onClick={() => {
              desk.actions.read(null);
              desk.showPast(true);
              desk.past.person.value = visitor;
            }}
          >
            {t("past.whole_profile")}
          </button>
        </>
      ) : null}
    </>
  );
}
