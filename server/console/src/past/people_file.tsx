/** People as a file: out for spreadsheets, and in, tried before it is taken. */
import { useRef, useState } from "preact/hooks";
import { t } from "../i18n/text.ts";
import { Dialog } from "../kit/dialog.tsx";
import { Problem } from "../kit/problem.tsx";
import { useDesk } from "../state/desk.ts";
import { problemOf } from "./changes.ts";
import { decoded } from "./decoded.ts";
import { exportPeople, type Imported, importPeople, type RowFault } from "./people_api.ts";
import { download } from "./download.ts";

interface Tried {
  readonly name: string;
  readonly csv: string;
  readonly result: Imported;
}

export function PeopleFile({ words }: { readonly words: string }) {
  const { toasts } = useDesk().parts;
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [tried, setTried] = useState<Tried | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const save = async (): Promise<void> => {
    setBusy(true);
    const pages = await exportPeople(words);
    setBusy(false);
    if (pages === null) return setProblem(t("people.unreachable"));
    setProblem(null);
    download("people.csv", pages);
  };
  const open = async (file: File): Promise<void> => {
    setBusy(true);
    const csv = decoded(await file.arrayBuffer());
    const outcome = await importPeople(csv, true);
    setBusy(false);
    if (!outcome.ok) return setProblem(importProblem(outcome.failure));
    setProblem(null);
    setTried({ name: file.name, csv, result: outcome.value });
  };
  const take = async ({ csv }: Tried): Promise<void> => {
    setBusy(true);
    const outcome = await importPeople(csv, false);
    setBusy(false);
    setTried(null);
    if (!outcome.ok) return setProblem(importProblem(outcome.failure));
    toasts.show("good", t("people.import_done", { n: outcome.value.people }));
  };
  return (
    <div class="people-file">
      <button type="button" class="text-button" disabled={busy} onClick={() => void save()}>
        {t("people.export")}
      </button>
      <button
        type="button"
        class="text-button"
        disabled={busy}
        onClick={() => input.current?.click()}
      >
        {t("people.choose_file")}
      </button>
      <input
        ref={input}
        class="hidden"
        type="file"
        accept=".csv,text/csv"
        tabIndex={-1}
        aria-label={t("people.choose_file")}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = "";
          if (file !== undefined) void open(file);
        }}
      />
      <Problem text={problem} />
      {tried === null ? null : (
        <ImportDialog
          tried={tried}
          busy={busy}
          take={() => void take(tried)}
          onClose={() => setTried(null)}
        />
      )}
    </div>
  );
}

function importProblem(failure: Parameters<typeof problemOf>[0]): string {
  if (failure.kind !== "refused") return problemOf(failure);
  switch (failure.code) {
    case "bad_csv":
    case "unknown_column":
    case "duplicate_column":
    case "missing_column":
      return t(`people.${failure.code}`);
    default:
      return problemOf(failure);
  }
}

function faultText({ code }: RowFault): string {
  switch (code) {
    case "nobody":
    case "several":
    case "nobody_named":
    case "bad_value":
    case "too_many_cells":
      return t(`people.${code}`);
    default:
      return code;
  }
}

interface ImportDialogProps {
  readonly tried: Tried;
  readonly busy: boolean;
  readonly take: () => void;
  readonly onClose: () => void;
}

function ImportDialog({ tried: { name, result }, busy, take, onClose }: ImportDialogProps) {
  const { people, values, same, error_count, errors } = result;
  return (
    <Dialog heading={t("people.import_heading", { name })} onClose={onClose}>
      <p class="dialog-text">{t("people.import_text", { people, values, same })}</p>
      <p class="dialog-text muted">{t("people.import_rule")}</p>
      {error_count === 0 ? null : (
        <>
          <p class="dialog-text">{t("people.import_errors", { n: error_count })}</p>
          <ul class="import-errors" tabIndex={0} aria-label={t("people.errors")}>
            {errors.map((fault, i) => (
              <li key={i}>
                {t("people.import_line", { n: fault.line })}
                {fault.column === "" ? null : ` · ${fault.column}`}: {faultText(fault)}
              </li>
            ))}
          </ul>
        </>
      )}
      <footer class="dialog-footer">
        <button type="button" class="button" onClick={onClose}>
          {t("common.cancel")}
        </button>
        <button type="button" class="button primary" disabled={busy || people === 0} onClick={take}>
          {t("people.import_take", { n: people })}
        </button>
      </footer>
    </Dialog>
  );
}
