/** How far visits came: invited, asked, answered, rated; by day, source, page or campaign. */
import { useEffect, useState } from "preact/hooks";
import { locale, t } from "../i18n/text.ts";
import { useDesk } from "../state/desk.ts";
import { type FunnelBy, type FunnelRow, funnel_keys, readFunnel } from "./api.ts";
import { csvOf } from "./csv.ts";
import { download } from "./download.ts";

const day_ms = 86_400_000;
const spans_days = [7, 30, 90] as const;
export const steps = ["visits", "invited", "chatted", "served", "rated"] as const;

function percent(part: number, whole: number): string {
  if (whole === 0) return "–";
  return new Intl.NumberFormat(locale.value, { style: "percent", maximumFractionDigits: 1 }).format(
    part / whole,
  );
}

function sum(rows: readonly FunnelRow[]): FunnelRow {
  const total = { key: "", visits: 0, invited: 0, chatted: 0, served: 0, rated: 0 };
  for (const row of rows) for (const step of steps) total[step] += row[step];
  return total;
}

export function Funnel() {
  const { ticker } = useDesk().parts;
  const [by, setBy] = useState<FunnelBy>("day");
  const [days, setDays] = useState<number>(30);
  const [rows, setRows] = useState<readonly FunnelRow[] | "loading" | "failed">("loading");
  useEffect(() => {
    let over = false;
    setRows("loading");
    void readFunnel(by, Math.max(0, ticker.now.peek() - days * day_ms)).then((outcome) => {
      if (!over) setRows(outcome.ok ? outcome.value.rows : "failed");
    });
    return () => {
      over = true;
    };
  }, [by, days]);
  return (
    <div class="funnel" role="region" tabIndex={0} aria-label={t("past.tab_funnel")}>
      <div class="visitor-filters">
        <select
          class="visitor-choice"
          aria-label={t("funnel.by")}
          value={by}
          onChange={(event) => setBy(event.currentTarget.value as FunnelBy)}
        >
          {funnel_keys.map((key) => (
            <option key={key} value={key}>
              {t(`funnel.by_${key}`)}
            </option>
          ))}
        </select>
        <select
          class="visitor-choice"
          aria-label={t("funnel.span")}
          value={String(days)}
          onChange={(event) => setDays(Number(event.currentTarget.value))}
        >
          {spans_days.map((n) => (
            <option key={n} value={String(n)}>
              {t("funnel.days", { n })}
            </option>
          ))}
        </select>
        {typeof rows === "string" || rows.length === 0 ? null : <Download rows={rows} by={by} />}
      </div>
      {typeof rows === "string" ? (
        <p class="muted past-note">{t(`settings.${rows}`)}</p>
      ) : rows.length === 0 ? (
        <p class="muted past-note">{t("funnel.none")}</p>
      ) : (
        <>
          <Plot total={sum(rows)} />
          <Table rows={by === "day" ? [...rows].reverse() : rows} by={by} />
        </>
      )}
    </div>
  );
}

/** Each step as a bar, as long as its share of the visits. */
function Plot({ total }: { readonly total: FunnelRow }) {
  return (
    <ol class="funnel-plot">
      {steps.map((step, i) => {
        return (
          <li key={step}>
            <span class="funnel-step">{t(`funnel.${step}`)}</span>
            <meter
              class="funnel-bar"
              min={0}
              max={Math.max(1, total.visits)}
              value={total[step]}
              aria-label={t(`funnel.${step}`)}
            />
            <strong>{total[step]}</strong>
            <span class="muted">{i === 0 ? "" : percent(total[step], total.visits)}</span>
          </li>
        );
      })}
    </ol>
  );
}

export function keyText(key: string, by: FunnelBy): string {
  if (by === "day") {
    return new Intl.DateTimeFormat(locale.value, { dateStyle: "medium" }).format(Number(key));
  }
  return key === "" ? t("funnel.unnamed") : key;
}

interface RowsProps {
  readonly rows: readonly FunnelRow[];
  readonly by: FunnelBy;
}

function Table({ rows, by }: RowsProps) {
  return (
    <table class="table">
      <thead>
        <tr>
          <th scope="col">{t(`funnel.by_${by}`)}</th>
          {steps.map((step) => (
            <th key={step} scope="col" class="number">
              {t(`funnel.${step}`)}
            </th>
          ))}
          <th scope="col" class="number">
            {t("funnel.rate")}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            <th scope="row">{keyText(row.key, by)}</th>
            {steps.map((step) => (
              <td key={step} class="number">
                {row[step]}
              </td>
            ))}
            <td class="number">{percent(row.chatted, row.visits)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Download({ rows, by }: RowsProps) {
  const save = (): void => {
    const head = [t(`funnel.by_${by}`), ...steps.map((step) => t(`funnel.${step}`))];
    const lines = rows.map((row) => [keyText(row.key, by), ...steps.map((step) => row[step])]);
    download(`usher-funnel-${by}.csv`, [csvOf([head, ...lines])]);
  };
  return (
    <button type="button" class="button" onClick={save}>
      {t("funnel.csv")}
    </button>
  );
}
