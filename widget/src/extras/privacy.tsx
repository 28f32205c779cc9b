/**
 * What a visitor is told of what is kept, and may say to it; and what it may do with what is known
 * of it: have it told, or have it erased.
 */

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { useFocusAfter } from "../panel/focus.ts";
import type { Shell } from "../panel/shell.ts";

const file_name = "chat-data.json";

interface PrivacyProps {
  readonly shell: Shell;
  close(): void;
}

/** Of the visitor's own token, which stands in no address. */
function ask_server(shell: Shell, what: "export" | "erase"): Promise<Response> {
  const { baseUrl, site } = shell.wanted;
  return fetch(`${baseUrl}/api/v1/visitor/${what}?site=${encodeURIComponent(site)}`, {
    method: "POST",
    headers: { authorization: `Bearer ${shell.store.get("token") ?? ""}` },
  });
}

function save(bytes: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(bytes);
  link.download = file_name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

export function Privacy({ shell, close }: PrivacyProps) {
  const { texts } = shell;
  const sure = useSignal(false);
  const busy = useSignal(false);
  const note = useSignal("");
  const all = useRef<HTMLDivElement>(null);
  useFocusAfter(all);
  useEffect(() => {
    all.current?.querySelector("button")?.focus({ preventScroll: true });
  }, [sure.value]);
  const attempt = async (what: "export" | "erase", done: (answer: Response) => unknown) => {
    if (busy.value) return;
    busy.value = true;
    note.value = "";
    try {
      const answer = await ask_server(shell, what);
      if (!answer.ok) throw new Error(String(answer.status));
      await done(answer);
    } catch {
      note.value = texts.fault_later;
    }
    busy.value = false;
  };
  const download = () => attempt("export", async (answer) => save(await answer.blob()));
  const erase = () =>
    attempt("erase", () => {
      shell.ask((chat) => chat.forget());
      close();
    });
  return (
    <div class="privacy actions" ref={all} role="group" aria-label={texts.privacy}>
      <p>{sure.value ? texts.privacy_sure : texts.privacy_lead}</p>
      {sure.value ? (
        <>
          <button type="button" class="button" onClick={() => (sure.value = false)}>
            {texts.back}
          </button>
          <button type="button" class="button" data-main aria-disabled={busy} onClick={erase}>
            {texts.privacy_erase}
          </button>
        </>
      ) : (
        <>
          <button type="button" class="button" aria-disabled={busy} onClick={download}>
            {texts.privacy_tell}
          </button>
          <button type="button" class="button" onClick={() => (sure.value = true)}>
            {texts.privacy_erase}
          </button>
        </>
      )}
      <p role="status">{note.value}</p>
    </div>
  );
}

/** What is kept, and where the site's owner says more. */
export function Notice({ shell }: { shell: Shell }) {
  const { texts, wanted } = shell;
  const link = wanted.consent.split(" ")[1] ?? "";
  return (
    <p class="notice">
      {texts.privacy_lead}{" "}
      {/^https?:\/\//.test(link) && (
        <a href={link} target="_blank" rel="noopener noreferrer">
          {texts.privacy}
        </a>
      )}
    </p>
  );
}

/** Asked before anything is kept or told. Either way the visitor may chat. */
export function Consent({ shell, say }: { shell: Shell; say: (yes: boolean) => void }) {
  const { texts } = shell;
  const all = useRef<HTMLDivElement>(null);
  useFocusAfter(all);
  useEffect(() => all.current?.querySelector<HTMLElement>("[data-main]")?.focus(), []);
  return (
    <div class="privacy actions" ref={all} role="group" aria-label={texts.privacy}>
      <Notice shell={shell} />
      <button type="button" class="button" onClick={() => say(false)}>
        {texts.consent_no}
      </button>
      <button type="button" class="button" data-main onClick={() => say(true)}>
        {texts.consent_yes}
      </button>
    </div>
  );
}
