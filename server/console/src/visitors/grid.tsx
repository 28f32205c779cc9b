/** The rows in sight, their columns, and the order they stand in. */
import { useEffect, useRef } from "preact/hooks";
import { t } from "../i18n/text.ts";
import { Icon } from "../kit/icon.tsx";
import { StandingMark } from "../kit/standing.tsx";
import { VirtualRows } from "../kit/virtual_rows.tsx";
import { useDesk } from "../state/desk.ts";
import { browserText, systemText } from "../state/device.ts";
import { countryText, placeText, regionText } from "../state/region.ts";
import { type Column, dwellOf } from "../state/visitor_rows.ts";
import type { VisitorRow } from "../state/wire.ts";
import { clock } from "../time/format.ts";
import { plainAddress } from "../views/address.tsx";
import { Elapsed } from "../views/clock.tsx";
import { InviteCell } from "./invite.tsx";
import { nameOf, originOf } from "./words.ts";

const row_px = 48;
const numbers: ReadonlySet<Column> = new Set(["dwell", "pages", "visits"]);

export function VisitorGrid() {
  const { visitors } = useDesk();
  const rows = visitors.rows.value;
  const chosen = visitors.chosen.value;
  const columns = visitors.columns.value;
  const regions = columns.includes("region");
  return (
    <section
      class={regions ? "board-table visitor-table with-regions" : "board-table visitor-table"}
      aria-label={t("visitors.heading")}
    >
      <div
        class="grid"
        role="grid"
        aria-label={t("visitors.heading")}
        aria-rowcount={rows.length + 1}
        aria-colcount={columns.length + 1}
      >
        <div role="rowgroup">
          <div role="row" aria-rowindex={1} class="grid-row grid-head">
            {columns.map((column) => (
              <Heading key={column} column={column} />
            ))}
            <span role="columnheader">
              <span class="hidden">{t("visitors.invite")}</span>
            </span>
          </div>
        </div>
        <VirtualRows
          key={JSON.stringify([visitors.filter.value, visitors.sort.value])}
          items={rows}
          height_px={row_px}
          label={t("visitors.heading")}
          keyOf={({ visitor }) => visitor}
          sight={chosen}
          anchored
        >
          {(row, index) => (
            <Line row={row} index={index} chosen={row.visitor === chosen} regions={regions} />
          )}
        </VirtualRows>
      </div>
    </section>
  );
}

function Heading({ column }: { readonly column: Column }) {
  const { visitors } = useDesk();
  const { value: sort } = visitors.sort;
  const here = sort.column === column;
  return (
    <span
      role="columnheader"
      class={numbers.has(column) ? "number" : undefined}
      aria-sort={here ? (sort.descending ? "descending" : "ascending") : "none"}
    >
      <button type="button" class="sort-button" onClick={() => visitors.sortBy(column)}>
        {t(`visitors.${column}`)}
        {here ? <Icon name={sort.descending ? "down" : "up"} /> : null}
      </button>
    </span>
  );
}

interface LineProps {
  readonly row: VisitorRow;
  readonly index: number;
  readonly chosen: boolean;
  readonly regions: boolean;
}

function Line({ row, index, chosen, regions }: LineProps) {
  const { visitors } = useDesk();
  const line = useRef<HTMLDivElement>(null);
  // The keyboard moves the choice, and the focus goes with it, unless something else has it.
  useEffect(() => {
    const free = document.activeElement?.matches("body, main, .visitor-row, .virtual") ?? true;
    if (chosen && free) line.current?.focus({ preventScroll: true });
  }, [chosen]);
  const page = plainAddress(row.url);
  return (
    <div
      ref={line}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={chosen}
      tabIndex={chosen ? 0 : -1}
      class={`grid-row visitor-row ${row.state} ${chosen ? "chosen" : ""}`}
      onClick={() => visitors.open(row.visitor)}
    >
      <Name row={row} />
      <Two first={row.title === "" ? page : row.title} second={page} title={row.url} />
      <span role="gridcell" class="number">
        <Dwell row={row} />
      </span>
      <span role="gridcell" class="cell-text">
        {originOf(row)}
      </span>
      <span role="gridcell" class="cell-text" title={row.keyword}>
        {row.keyword}
      </span>
      {regions ? <Place row={row} /> : null}
      <span role="gridcell" class="number">
        {row.pages}
      </span>
      <span role="gridcell" class="number">
        {row.visits === 0 ? "" : row.visits}
      </span>
      <Device row={row} />
      <State row={row} />
      <InviteCell row={row} />
    </div>
  );
}

interface TwoProps {
  readonly first: string;
  readonly second: string;
  readonly title?: string;
}

function Two({ first, second, title = first }: TwoProps) {
  return (
    <span role="gridcell" class="cell-two" title={title}>
      <span>{first}</span>
      <small>{second}</small>
    </span>
  );
}

function Name({ row }: { readonly row: VisitorRow }) {
  const name = nameOf(row);
  return (
    <span role="rowheader" class="cell-two" title={name}>
      <span>{name}</span>
      <small>
        <StandingMark standing={row.standing} />
        {row.site}
      </small>
    </span>
  );
}

/** Ticks while the visitor is there. */
function Dwell({ row }: { readonly row: VisitorRow }) {
  if (row.left_at !== undefined) return <>{clock(dwellOf(row, row.left_at))}</>;
  return (
    <span class="calm-clock">
      <Elapsed since={row.started_at} label={(time) => t("visitors.dwell_for", { time })} />
    </span>
  );
}

function Device({ row }: { readonly row: VisitorRow }) {
  const { device: kind, system, browser, version } = row;
  if (kind === "unknown" && browser === "") return <span role="gridcell" />;
  const name = browserText({ browser, version });
  const on = systemText({ kind, system });
  return name === "" ? <Two first={on} second="" /> : <Two first={name} second={on} />;
}

function Place({ row: { region } }: { readonly row: VisitorRow }) {
  if (region === undefined) return <span role="gridcell" />;
  const country = countryText(region);
  const place = placeText(region);
  const title = regionText(region);
  return place === "" ? (
    <Two first={country} second="" />
  ) : (
    <Two first={place} second={country} title={title} />
  );
}

export function State({ row }: { readonly row: VisitorRow }) {
  const { state, agent_name, left_at, invited } = row;
  return (
    <span role="gridcell" class="cell-two">
      <span class={`visitor-state ${state}`}>{t(`visitors.state_${state}`)}</span>
      <small>
        {state === "left" && left_at !== undefined ? (
          <Ago since={left_at} />
        ) : agent_name !== undefined ? (
          t("visitors.with", { name: agent_name })
        ) : invited === undefined ? null : (
          t(`visitors.invited_${invited}`)
        )}
      </small>
    </span>
  );
}

function Ago({ since }: { readonly since: number }) {
  const elapsed_ms = useDesk().parts.ticker.now.value - since;
  return <>{t("visitors.left_for", { time: clock(elapsed_ms) })}</>;
}
