/** The keys with which a site's backend says who its visitors are: made, shown once, revoked. */
import { useState } from "preact/hooks";
import { locale } from "../i18n/text.ts";
import { Dialog } from "../kit/dialog.tsx";
import { Problem } from "../kit/problem.tsx";
import { call, type Outcome } from "../session.ts";
import { dateTime } from "../time/format.ts";
import { faultOf, type IdentityKey, type Site } from "./api.ts";
import { faultText, words } from "./texts.ts";
import { SecretDialog } from "./webhook_dialogs.tsx";

const keys_url = "/api/v1/site_identity_keys";

interface Answer {
  readonly site: Site;
  /** Of a key that was made: nobody is told again. */
  readonly identity_key?: string;
}

const ask = (method: "POST" | "DELETE", path: string): Promise<Outcome<Answer>> =>
  call(method, `${keys_url}/${path}`, null, (value) => value as Answer);

interface IdentityKeysProps {
  readonly site: Site;
  readonly onClose: () => void;
}

export function IdentityKeys({ site, onClose }: IdentityKeysProps) {
  const [keys, setKeys] = useState(site.identity_keys);
  const [secret, setSecret] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const act = async (asked: Promise<Outcome<Answer>>): Promise<void> => {
    setBusy(true);
    setProblem(null);
    const outcome = await asked;
    setBusy(false);
    if (outcome.ok) {
      setKeys(outcome.value.site.identity_keys);
      setSecret(outcome.value.identity_key ?? null);
    } else {
      const { code, field } = faultOf(outcome.failure);
      setProblem(faultText(code, field));
    }
  };
  if (secret !== null) {
    return (
      <SecretDialog
        heading={words("identity.key")}
        text={words("identity.key_text")}
        secret={secret}
        onClose={() => setSecret(null)}
      />
    );
  }
  return (
    <Dialog heading={words("identity.of_site", { name: site.name })} onClose={onClose}>
      <p class="dialog-text">{words("identity.lead")}</p>
      {keys.length === 0 ? (
        <p class="muted">{words("identity.no_keys")}</p>
      ) : (
        <ul class="identity-keys">
          {keys.map((key, place) => (
            <li key={key.name}>
              <KeyText made={key} newest={place === 0} />
              <button
                type="button"
                class="button"
                disabled={busy}
                aria-label={words("identity.revoke_name", { name: key.name })}
                onClick={() => void act(ask("DELETE", `${site.site}?name=${key.name}`))}
              >
                {words("identity.revoke")}
              </button>
            </li>
          ))}
        </ul>
      )}
      <Problem text={problem} />
      <footer class="dialog-footer">
        {keys.length === 2 ? <small class="muted">{words("identity.replaces")}</small> : null}
        <button
          type="button"
          class="button primary"
          disabled={busy}
          onClick={() => void act(ask("POST", site.site))}
        >
          {words("identity.new_key")}
        </button>
      </footer>
    </Dialog>
  );
}

function KeyText({ made, newest }: { readonly made: IdentityKey; readonly newest: boolean }) {
  return (
    <span>
      <code>{made.name}</code> {words(newest ? "identity.current" : "identity.former")}
      <small class="muted">{dateTime(made.made_at, locale.value)}</small>
    </span>
  );
}
