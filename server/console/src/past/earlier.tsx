/** A visitor's earlier conversations, beside the one that goes on. */
import { useEffect, useState } from "preact/hooks";
import { t } from "../i18n/text.ts";
import { useDesk } from "../state/desk.ts";
import type { EarlierProps } from "../views/past.tsx";
import { type Profile, readProfile } from "./api.ts";
import { Conversations } from "./profile.tsx";

export function Earlier({ visitor, conversation }: EarlierProps) {
  const desk = useDesk();
  const [profile, setProfile] = useState<Profile | null>(null);
  useEffect(() => {
    void readProfile(visitor).then((outcome) => setProfile(outcome.ok ? outcome.value : null));
  }, [visitor, conversation]);
  const rows = profile?.conversations.filter((row) => row.conversation !== conversation) ?? [];
  return (
    <>
      <Conversations rows={rows.slice(0, 5)} visitor={visitor} />
      {profile?.person ? (
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
      ) : null}
    </>
  );
}
