/** The door: login and password, and plain words for each way it can fail. */
import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { type Locale, locale, localeNames, locales, t } from "../i18n/text.ts";
import { Icon, Mark } from "../kit/icon.tsx";
import { Problem } from "../kit/problem.tsx";
import type { Failure, SessionApi, SignedIn } from "../session.ts";

export interface SignInProps {
  readonly api: SessionApi;
  readonly ended: boolean;
  readonly onSignedIn: (who: SignedIn) => void;
}

function failureText(failure: Failure): string {
  switch (failure.kind) {
    case "unreachable":
      return t("signin.unreachable");
    case "rate_limited":
      return t("signin.rate_limited", { seconds: failure.seconds });
    case "refused":
      return failure.code === "bad_credentials"
        ? t("signin.bad_credentials")
        : t("signin.failed", { code: failure.code });
  }
}

/** Counts a rate limit down, then lifts it. */
function useCountdown(failure: Failure | null, set: (failure: Failure | null) => void): void {
  useEffect(() => {
    if (failure?.kind !== "rate_limited") return;
    const left = failure.seconds - 1;
    const timer = setTimeout(() => set(left > 0 ? { ...failure, seconds: left } : null), 1000);
    return () => clearTimeout(timer);
  }, [failure]);
}

export function SignIn({ api, ended, onSignedIn }: SignInProps) {
  const [busy, setBusy] = useState(false);
  const [empty, setEmpty] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const login = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);
  const barred = failure?.kind === "rate_limited";
  useCountdown(failure, setFailure);
  useEffect(() => login.current?.focus(), []);

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (busy || barred) return;
    const who = login.current?.value.trim() ?? "";
    const secret = password.current?.value ?? "";
    setEmpty(who === "" || secret === "");
    if (who === "" || secret === "") {
      (who === "" ? login : password).current?.focus();
      return;
    }
    setBusy(true);
    const outcome = await api.signIn(who, secret);
    setBusy(false);
    if (outcome.ok) {
      onSignedIn(outcome.value);
      return;
    }
    setFailure(outcome.failure);
    if (outcome.failure.kind === "refused") password.current?.select();
  };

  const problem = empty ? t("signin.required") : failure === null ? null : failureText(failure);
  return (
    <main class="door">
      <form class="door-card" onSubmit={submit} noValidate aria-describedby="door-problem">
        <div class="door-brand">
          <Mark />
          <span>Usher</span>
        </div>
        <h1>{t("signin.heading")}</h1>
        <p class="door-lead">{ended ? t("signin.signed_out") : t("signin.lead")}</p>
        <label class="field">
          <span>{t("signin.login")}</span>
          <input
            ref={login}
            name="login"
            autocomplete="username"
            autocapitalize="none"
            spellcheck={false}
            required
            aria-invalid={problem !== null}
          />
        </label>
        <Password input={password} invalid={problem !== null} />
        <Problem id="door-problem" text={problem} />
        <button type="submit" class="button primary large" disabled={busy || barred}>
          {t(busy ? "signin.busy" : "signin.submit")}
        </button>
      </form>
      <LanguageChoice />
    </main>
  );
}

interface PasswordProps {
  readonly input: RefObject<HTMLInputElement>;
  readonly invalid: boolean;
}

function Password({ input, invalid }: PasswordProps) {
  const [shown, setShown] = useState(false);
  return (
    <label class="field">
      <span>{t("signin.password")}</span>
      <span class="field-row">
        <input
          ref={input}
          name="password"
          type={shown ? "text" : "password"}
          autocomplete="current-password"
          required
          aria-invalid={invalid}
        />
        <button
          type="button"
          class="icon-button"
          aria-pressed={shown}
          onClick={() => setShown(!shown)}
        >
          <Icon name="eye" />
          <span class="hidden">{t(shown ? "signin.hide_password" : "signin.show_password")}</span>
        </button>
      </span>
    </label>
  );
}

function LanguageChoice() {
  const choose = (value: Locale): void => {
    locale.value = value;
  };
  return (
    <div class="door-languages" role="group" aria-label={t("account.language")}>
      {locales.map((value) => (
        <button
          key={value}
          type="button"
          class="text-button"
          lang={value}
          aria-pressed={locale.value === value}
          onClick={() => choose(value)}
        >
          {localeNames[value]}
        </button>
      ))}
    </div>
  );
}
