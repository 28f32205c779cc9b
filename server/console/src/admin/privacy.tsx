/** Privacy: how long data is kept, and the log of what was done with it. */
import { useSignal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { locale, t } from "../i18n/text.ts";
import { useDesk } from "../state/desk.ts";
import { dateTime } from "../time/format.ts";
import { NumberField } from "./fields.tsx";
import { Form } from "./form.tsx";
import { at } from "./lens.ts";
import {
  type AuditEntry,
  type ByClass,
  data_classes,
  previewRetention,
  readAudit,
  readRetention,
  saveRetention,
} from "./privacy_api.ts";
import { Table, useLoaded, useWork } from "./table.tsx";
import { isWord, words } from "./texts.ts";

/** Typing is over when nothing was typed for so long. */
const settled_ms = 400;

interface Kept {
  readonly days: ByClass;
}

export function PrivacyPage() {
  const desk = useDesk();
  const loaded = useLoaded(async () => {
    const outcome = await readRetention();
    return outcome.ok ? ({ ok: true, value: [{ days: outcome.value }] } as const) : outcome;
  });
  const turn = useSignal(0);
  const work = useWork<Kept>(desk.parts.toasts, () => {
    loaded.reload();
    turn.value += 1;
  });
  const doing = work.doing.value;
  return (
    <>
      <Table<Kept>
        heading={t("settings.privacy")}
        lead={words("privacy.lead")}
        loaded={loaded}
        work={work}
        id={() => "all"}
        name={() => words("privacy.edit")}
        columns={data_classes.map((name) => ({
          heading: words(`privacy.${name}`),
          cell: ({ days }) => daysText(days[name]),
        }))}
      />
      <Log key={turn.value} />
      {doing?.kind === "edit" ? (
        <Form<ByClass>
          heading={words("privacy.edit")}
          initial={doing.row.days}
          save={saveRetention}
          onSaved={work.saved}
          onClose={work.close}
        >
          {(lens) => (
            <>
              {data_classes.map((name) => (
                <NumberField
                  key={name}
                  lens={at(lens, name)}
                  label={words(`privacy.${name}`)}
                  hint={words("privacy.days_hint")}
                />
              ))}
              <Preview days={lens.value} />
            </>
          )}
        </Form>
      ) : null}
    </>
  );
}

function daysText(days: number): string {
  return days === 0 ? words("privacy.for_ever") : words("privacy.days", { n: days });
}

/** What would go now, if it were saved so. */
function Preview({ days }: { readonly days: ByClass }) {
  const [counts, setCounts] = useState<ByClass | null>(null);
  const asked = JSON.stringify(days);
  useEffect(() => {
    setCounts(null);
    let over = false;
    const timer = setTimeout(() => {
      void previewRetention(days).then((outcome) => {
        if (!over && outcome.ok) setCounts(outcome.value);
      });
    }, settled_ms);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [asked]);
  const n = counts === null ? "" : detailText(writeDetail(counts)) || words("common.none");
  return (
    <div role="status">
      <p class="muted">
        {counts === null ? words("privacy.counting") : words("privacy.would_go", { n })}
      </p>
      <p class="muted">{words("privacy.warning")}</p>
    </div>
  );
}

export function writeDetail(counts: ByClass): string {
  const some = data_classes.filter((name) => counts[name] > 0);
  return some.map((name) => `${name} ${counts[name]}`).join(", ");
}

/** "visits 40" in the person's own language. */
export function detailText(detail: string): string {
  const parts = detail.split(", ").filter((part) => part !== "");
  return parts
    .map((part) => {
      const [name = "", n = ""] = part.split(" ");
      const key = `audit.word_${name}`;
      return isWord(key) ? words(key, { n }) : part;
    })
    .join(" · ");
}

function Log() {
  const [entries, setEntries] = useState<readonly AuditEntry[]>([]);
  const [more, setMore] = useState(false);
  const load = async (before: number): Promise<void> => {
    const outcome = await readAudit(before);
    if (!outcome.ok) return;
    setEntries((known) => [...(before === 0 ? [] : known), ...outcome.value.entries]);
    setMore(outcome.value.more);
  };
  useEffect(() => void load(0), []);
  const heading = words("audit.heading");
  return (
    <section class="settings-page" aria-label={heading}>
      <h3>{heading}</h3>
      {entries.length === 0 ? <p class="muted">{words("audit.empty")}</p> : <Rows rows={entries} />}
      {more ? (
        <button
          type="button"
          class="text-button"
          onClick={() => void load(entries[entries.length - 1]?.number ?? 0)}
        >
          {words("audit.older")}
        </button>
      ) : null}
    </section>
  );
}

function Rows({ rows }: { readonly rows: readonly AuditEntry[] }) {
  const headings = ["audit.at", "audit.by", "audit.kind", "audit.detail"] as const;
  return (
    <div class="table-frame" tabIndex={0} role="group" aria-label={words("audit.heading")}>
      <table class="table">
        <thead>
          <tr>
            {headings.map((key) => (
              <th key={key} scope="col">
                {words(key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.number}>
              <td>{dateTime(row.at, locale.value)}</td>
              <td>{byText(row)}</td>
              <td>{words(`audit.${row.kind}`)}</td>
              <td>{row.kind === "retention_changed" ? daysOf(row) : detailText(row.detail)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function byText({ agent, agent_name, kind }: AuditEntry): string {
  if (agent !== null) return agent_name === "" ? agent : agent_name;
  return words(kind === "swept" ? "audit.nobody" : "audit.visitor");
}

function daysOf({ detail }: AuditEntry): string {
  const parts = detail.split(", ").filter((part) => part !== "");
  const texts = parts.map((part) => {
    const [name = "", n = ""] = part.split(" ");
    const key = `privacy.${name}`;
    return `${isWord(key) ? words(key) : name}: ${daysText(Number(n))}`;
  });
  return texts.join(" · ") || words("privacy.for_ever");
}
