/** What an administrator may do with all that is known of a visitor: have it told, or erase it. */
import { useState } from "preact/hooks";
import { t } from "../i18n/text.ts";
import { Dialog } from "../kit/dialog.tsx";
import { Problem } from "../kit/problem.tsx";
import { useDesk } from "../state/desk.ts";
import { erasePerson, exportPerson } from "./api.ts";

const kept_ms = 60_000;

function save(visitor: string, document_text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([document_text], { type: "application/json" }));
  link.download = `${visitor}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), kept_ms);
}

export function PersonActions({ visitor }: { readonly visitor: string }) {
  const desk = useDesk();
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  if (desk.me.value?.role !== "admin") return null;
  const attempt = async (work: () => Promise<boolean>): Promise<void> => {
    setBusy(true);
    setProblem(null);
    if (!(await work())) setProblem(t("past.failed"));
    setBusy(false);
  };
  const tell = () =>
    attempt(async () => {
      const outcome = await exportPerson(visitor);
      if (outcome.ok) save(visitor, outcome.value);
      return outcome.ok;
    });
  const erase = () =>
    attempt(async () => {
      const outcome = await erasePerson(visitor);
      if (!outcome.ok) return false;
      setAsking(false);
      desk.parts.toasts.show("good", t("past.erasing"));
      desk.past.person.value = null;
      return true;
    });
  return (
    <section class="part">
      <button type="button" class="button" disabled={busy} onClick={() => void tell()}>
        {t("past.export")}
      </button>{" "}
      <button type="button" class="button danger" disabled={busy} onClick={() => setAsking(true)}>
        {t("past.erase")}
      </button>
      {asking ? null : <Problem text={problem} />}
      {asking ? (
        <Dialog heading={t("past.erase_ask")} onClose={() => setAsking(false)}>
          <p class="dialog-text">{t("past.erase_text")}</p>
          <Problem text={problem} />
          <footer class="dialog-footer">
            <button type="button" class="button" autofocus onClick={() => setAsking(false)}>
              {t("common.cancel")}
            </button>
            <button
              type="button"
              class="button danger"
              disabled={busy}
              onClick={() => void erase()}
            >
              {t("past.erase")}
            </button>
          </footer>
        </Dialog>
      ) : null}
    </section>
  );
}
