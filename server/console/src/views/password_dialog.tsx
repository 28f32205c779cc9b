/** Changing one's own password. */
import { useRef, useState } from "preact/hooks";
import { t } from "../i18n/text.ts";
import { Dialog } from "../kit/dialog.tsx";
import { Problem } from "../kit/problem.tsx";
import type { Failure, SessionApi } from "../session.ts";

/** The server has the last word; this is said before it is asked. */
export const password_length_min = 8;

function problemOf(next: string, repeat: string): string | null {
  if ([...next].length < password_length_min) {
    return t("password.too_short", { n: password_length_min });
  }
  return next === repeat ? null : t("password.mismatch");
}

function failureText(failure: Failure): string {
  switch (failure.kind) {
    case "unreachable":
      return t("signin.unreachable");
    case "rate_limited":
      return t("signin.rate_limited", { seconds: failure.seconds });
    case "refused":
      return failure.code === "bad_credentials"
        ? t("password.wrong")
        : t("password.failed", { code: failure.code });
  }
}

export interface PasswordDialogProps {
  readonly api: SessionApi;
  readonly login: string;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

export function PasswordDialog({ api, login, onClose, onDone }: PasswordDialogProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (form.current === null || busy) return;
    const values = new FormData(form.current);
    const value = (name: string): string => String(values.get(name) ?? "");
    const found = problemOf(value("new"), value("repeat"));
    setProblem(found);
    if (found !== null) return;
    setBusy(true);
    const outcome = await api.changePassword(value("current"), value("new"));
    setBusy(false);
    if (outcome.ok) onDone();
    else setProblem(failureText(outcome.failure));
  };

  return (
    <Dialog heading={t("password.heading")} onClose={onClose}>
      <form ref={form} onSubmit={submit} noValidate>
        <input
          class="hidden"
          name="login"
          autocomplete="username"
          value={login}
          readOnly
          tabIndex={-1}
          aria-hidden="true"
        />
        <label class="field">
          <span>{t("password.current")}</span>
          <input type="password" name="current" autocomplete="current-password" required />
        </label>
        <label class="field">
          <span>{t("password.new")}</span>
          <input
            type="password"
            name="new"
            autocomplete="new-password"
            required
            aria-describedby="password-rule"
          />
          <small id="password-rule">{t("password.rule", { n: password_length_min })}</small>
        </label>
        <label class="field">
          <span>{t("password.repeat")}</span>
          <input type="password" name="repeat" autocomplete="new-password" required />
        </label>
        <Problem text={problem} />
        <footer class="dialog-footer">
          <button type="button" class="button" onClick={onClose}>
            {t("common.cancel")}
          </button>
          <button type="submit" class="button primary" disabled={busy}>
            {t("password.save")}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
