/** Speaking to a visitor who has not asked: at once with the last words, or with others. */
import { useEffect, useState } from "preact/hooks";
import { t } from "../i18n/text.ts";
import { Dialog } from "../kit/dialog.tsx";
import { Icon } from "../kit/icon.tsx";
import { type Desk, type VisitorName, useDesk } from "../state/desk.ts";
import { fits, invitation_kinds, presetsOf } from "../state/greeting.ts";
import type { InvitationKind, VisitorRow } from "../state/wire.ts";
import { nameOf } from "./words.ts";

const shownName = ({ visitor, name }: VisitorName): string => nameOf({ visitor, name: name ?? "" });

export const canInvite = ({ state, invited }: VisitorRow): boolean =>
  state === "browsing" && invited !== "invited";

function invite(desk: Desk, whom: VisitorName, kind: InvitationKind, text: string): void {
  desk.actions.inviteVisitor(whom.visitor, kind, text);
  desk.parts.preferences.greeting.value = { kind, text };
}

/** One click says the last words again; without any it asks for some. */
export function InviteCell({ row }: { readonly row: VisitorRow }) {
  const desk = useDesk();
  const { kind, text } = desk.parts.preferences.greeting.value;
  const whom = { visitor: row.visitor, name: row.name };
  const name = nameOf(row);
  return (
    <span role="gridcell" class="invite-cell">
      {canInvite(row) ? (
        <button
          type="button"
          class="icon-button"
          title={text === "" ? t("visitors.invite") : t("visitors.invite_with", { text })}
          onClick={(event) => {
            event.stopPropagation();
            if (text === "") desk.inviting.value = whom;
            else invite(desk, whom, kind, text);
          }}
        >
          <Icon name="greet" />
          <span class="hidden">{t("visitors.invite_name", { name })}</span>
        </button>
      ) : null}
    </span>
  );
}

export function InviteButton({ whom }: { readonly whom: VisitorName }) {
  const desk = useDesk();
  return (
    <button
      type="button"
      class="button"
      onClick={() => {
        desk.inviting.value = whom;
      }}
    >
      <Icon name="greet" />
      {t("visitors.invite_more")}
    </button>
  );
}

export function InviteVisitorDialog({ whom }: { readonly whom: VisitorName }) {
  const desk = useDesk();
  const last = desk.parts.preferences.greeting.value;
  const [kind, setKind] = useState(last.kind);
  const [text, setText] = useState(last.text);
  const close = (): void => {
    desk.inviting.value = null;
  };
  const words = text.trim();
  const long = !fits(words);
  return (
    <Dialog heading={t("visitors.invite_heading", { name: shownName(whom) })} onClose={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (words === "" || long) return;
          invite(desk, whom, kind, words);
          close();
        }}
      >
        <Presets chosen={words} choose={setText} />
        <label class="field">
          <span>{t("visitors.invite_text")}</span>
          <textarea
            rows={3}
            value={text}
            autofocus
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </label>
        {long ? <p class="problem">{t("error.too_long")}</p> : null}
        <label class="field">
          <span>{t("visitors.invite_kind")}</span>
          <select
            value={kind}
            onChange={(event) => setKind(event.currentTarget.value as InvitationKind)}
          >
            {invitation_kinds.map((each) => (
              <option key={each} value={each}>
                {t(`visitors.invite_kind_${each}`)}
              </option>
            ))}
          </select>
        </label>
        <footer class="dialog-footer">
          <button type="button" class="button" onClick={close}>
            {t("common.cancel")}
          </button>
          <button type="submit" class="button primary" disabled={words === "" || long}>
            {t("visitors.invite")}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}

interface PresetsProps {
  readonly chosen: string;
  readonly choose: (text: string) => void;
}

/** Canned replies that name no visitor: one click says the same to the next one. */
function Presets({ chosen, choose }: PresetsProps) {
  const desk = useDesk();
  useEffect(() => void desk.canned.load(), []);
  const known = { "agent.name": desk.me.value?.name ?? "" };
  const presets = presetsOf(desk.canned.replies.value ?? [], known);
  if (desk.canned.replies.value === null) return null;
  if (presets.length === 0) return <p class="muted">{t("visitors.invite_no_presets")}</p>;
  return (
    <ul class="invite-presets" aria-label={t("visitors.invite_presets")}>
      {presets.map((text) => (
        <li key={text}>
          <button
            type="button"
            class="invite-preset"
            aria-pressed={text === chosen}
            onClick={() => choose(text)}
          >
            {text}
          </button>
        </li>
      ))}
    </ul>
  );
}
