/** The console's front door: who is there decides between the sign-in page and the desk. */
import { effect, signal, untracked } from "@preact/signals";
import { render } from "preact";
import { createAlerts } from "./alerts/alerts.ts";
import { startTimers } from "./heartbeat/timers.ts";
import { t } from "./i18n/text.ts";
import { createToasts } from "./kit/toasts.tsx";
import { followAddress } from "./link/address.ts";
import { type OpenDesk, openDesk } from "./link/open_desk.ts";
import { httpSession, type SignedIn } from "./session.ts";
import { DeskContext } from "./state/desk.ts";
import { createDrafts } from "./state/drafts.ts";
import { loadPreferences } from "./state/preferences.ts";
import { startTicker } from "./time/ticker.ts";
import { Shell } from "./views/shell.tsx";
import { SignIn } from "./views/sign_in.tsx";
import { watchWindow } from "./window.ts";

/** Addresses of files with a hash in their name; the build knows them. */
declare const usher_files: {
  readonly heartbeat: string;
  readonly icon: string;
  readonly icon_calling: string;
};

type Presence =
  | { readonly kind: "asking" }
  | { readonly kind: "outside"; readonly ended: boolean }
  | { readonly kind: "inside"; readonly who: SignedIn; readonly open: OpenDesk };

const presence = signal<Presence>({ kind: "asking" });
const timers = startTimers(usher_files.heartbeat);
const parts = {
  preferences: loadPreferences(),
  toasts: createToasts(),
  ticker: startTicker(timers),
  drafts: createDrafts(),
};
const alerts = createAlerts(timers, { plain: usher_files.icon, calling: usher_files.icon_calling });

function leave(ended: boolean): void {
  const { value } = presence;
  if (value.kind === "inside") value.open.stop();
  presence.value = { kind: "outside", ended };
}

async function signOut(): Promise<void> {
  const outcome = await httpSession.signOut();
  if (outcome.ok || outcome.failure.kind === "refused") leave(false);
  else parts.toasts.show("bad", t("signin.unreachable"));
}

function enter(who: SignedIn): void {
  const open = openDesk({
    parts,
    timers,
    agent: who.agent,
    signOut: () => void signOut(),
    onEnded: () => leave(true),
  });
  presence.value = { kind: "inside", who, open };
}

function App() {
  const { value } = presence;
  switch (value.kind) {
    case "asking":
      return (
        <main class="door">
          <p class="door-wait" role="status">
            {t("app.loading")}
          </p>
        </main>
      );
    case "outside":
      return <SignIn api={httpSession} ended={value.ended} onSignedIn={enter} />;
    case "inside":
      return (
        <DeskContext.Provider value={value.open.desk}>
          <Shell api={httpSession} login={value.who.login} alerts={alerts} />
        </DeskContext.Provider>
      );
  }
}

effect(() => {
  const { value } = presence;
  if (value.kind !== "inside") {
    document.title = t("app.title");
    return;
  }
  return untracked(() => {
    const { open } = value;
    const stops = [alerts.watch(open.desk), watchWindow(open), followAddress(open.desk)];
    return () => stops.forEach((stop) => stop());
  });
});

const root = document.getElementById("app");
if (root !== null) render(<App />, root);

void httpSession.current().then((outcome) => {
  if (outcome.ok) enter(outcome.value);
  else presence.value = { kind: "outside", ended: false };
});
