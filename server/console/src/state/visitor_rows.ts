/** The table of visitors as it is looked at: filters, order, names. Pure. */
import { keyText, regionKeys, regionOrder, regionWords } from "./region.ts";
import { shortId } from "./selectors.ts";
import type { VisitorRow } from "./wire.ts";

export const visitor_states = ["browsing", "waiting", "chatting", "left"] as const;
export const channels = [
  "direct",
  "search",
  "social",
  "ad",
  "email",
  "referral",
  "internal",
] as const;

/** Empty members let everything through. */
export interface VisitorFilter {
  readonly site: string;
  readonly state: string;
  /** A channel, or "channel/name": "search/baidu". */
  readonly source: string;
  /** A country, or a province of it: "CN", "CN/Guangdong". */
  readonly region: string;
  readonly text: string;
}
export const no_filter: VisitorFilter = { site: "", state: "", source: "", region: "", text: "" };

export const columns = [
  "name",
  "page",
  "dwell",
  "source",
  "keyword",
  "region",
  "pages",
  "visits",
  "device",
  "state",
] as const;
export type Column = (typeof columns)[number];

/** A region's column stands only where there is one. */
export function columnsOf(rows: Iterable<VisitorRow>): readonly Column[] {
  for (const { region } of rows) if (region !== undefined) return columns;
  return columns_without_regions;
}
const columns_without_regions = columns.filter((column) => column !== "region");

export interface VisitorSort {
  readonly column: Column;
  readonly descending: boolean;
}
/** Whoever came last is on top, and rows stay where they are. */
export const first_sort: VisitorSort = { column: "dwell", descending: false };

/** What a column begins with when it is chosen: the largest numbers are worth a look first. */
export const beginsDescending = (column: Column): boolean =>
  column === "pages" || column === "visits";

export interface SavedView {
  readonly name: string;
  readonly filter: VisitorFilter;
  readonly sort: VisitorSort;
}
export const saved_views_max = 20;
export const view_name_max = 40;

export const isFiltered = (filter: VisitorFilter): boolean =>
  Object.values(filter).some((value) => value.trim() !== "");

export const sourceOf = ({ channel, source }: VisitorRow): string =>
  source === "" ? channel : `${channel}/${source}`;

function fits(row: VisitorRow, filter: VisitorFilter, words: readonly string[]): boolean {
  if (filter.site !== "" && row.site !== filter.site) return false;
  if (filter.state !== "" && row.state !== filter.state) return false;
  const { source } = filter;
  if (source !== "" && row.channel !== source && sourceOf(row) !== source) return false;
  const { region } = row;
  if (filter.region !== "" && !(region && regionKeys(region).includes(filter.region))) return false;
  if (words.length === 0) return true;
  const { name, title, url, keyword, agent_name = "", visitor } = row;
  const regions = region ? regionWords(region) : [];
  const texts = [name, title, url, keyword, agent_name, shortId(visitor), ...regions];
  const text = texts.join("\n").toLowerCase();
  return words.every((word) => text.includes(word));
}

export function filtered(rows: Iterable<VisitorRow>, filter: VisitorFilter): VisitorRow[] {
  const words = filter.text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const found: VisitorRow[] = [];
  for (const row of rows) if (fits(row, filter, words)) found.push(row);
  return found;
}

const state_places = ["waiting", "chatting", "browsing", "left"] as const;
const collator = new Intl.Collator(["zh-CN", "en"], { numeric: true });

/** How long the visitor has been here, or was. */
export const dwellOf = ({ started_at, left_at }: VisitorRow, now: number): number =>
  Math.max(0, (left_at ?? now) - started_at);

function valueOf(row: VisitorRow, column: Column, now: number): string | number {
  switch (column) {
    case "name":
      return row.name.trim();
    case "page":
      return row.title || row.url;
    case "dwell":
      return dwellOf(row, now);
    case "source":
      return sourceOf(row);
    case "keyword":
      return row.keyword;
    case "region":
      return row.region === undefined ? "" : regionOrder(row.region);
    case "pages":
      return row.pages;
    case "visits":
      return row.visits;
    case "device":
      return `${row.device} ${row.system} ${row.browser}`;
    case "state":
      return state_places.indexOf(row.state);
  }
}

/** Numbers by size, texts as people sort them; where there is none, it comes last either way. */
function compare(a: string | number, b: string | number, way: 1 | -1): number {
  if (typeof a === "number" || typeof b === "number") return way * (Number(a) - Number(b));
  if (a === "" || b === "") return Number(a === "") - Number(b === "");
  return way * collator.compare(a, b);
}

/** Equal ones stand in the order of their arrival. */
export function sorted(
  rows: readonly VisitorRow[],
  { column, descending }: VisitorSort,
  now: number,
): readonly VisitorRow[] {
  const way = descending ? -1 : 1;
  return rows
    .map((row) => ({ row, value: valueOf(row, column, now) }))
    .sort((a, b) => compare(a.value, b.value, way) || b.row.started_at - a.row.started_at)
    .map(({ row }) => row);
}

export interface RegionChoice {
  readonly key: string;
  readonly text: string;
}

/** The sites, sources and regions that rows have, each once, in order. */
export function choicesOf(rows: Iterable<VisitorRow>): {
  readonly sites: readonly string[];
  readonly sources: readonly string[];
  readonly regions: readonly RegionChoice[];
} {
  const sites = new Set<string>();
  const sources = new Set<string>();
  const regions = new Map<string, string>();
  for (const row of rows) {
    sites.add(row.site);
    if (row.source !== "" && row.channel !== "referral") sources.add(sourceOf(row));
    const { region } = row;
    if (region === undefined) continue;
    for (const key of regionKeys(region)) regions.set(key, keyText(key, region));
  }
  return {
    sites: [...sites].sort(collator.compare),
    sources: [...sources].sort(collator.compare),
    regions: [...regions]
      .map(([key, text]) => ({ key, text }))
      .sort((a, b) => collator.compare(a.text, b.text)),
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

/** What was stored, as far as it is of this shape. */
export function readViews(stored: unknown): readonly SavedView[] {
  if (!Array.isArray(stored)) return [];
  const views: SavedView[] = [];
  for (const value of stored.slice(0, saved_views_max) as unknown[]) {
    if (!isRecord(value)) continue;
    const { name, filter, sort } = value;
    if (!isRecord(filter) || !isRecord(sort)) continue;
    if (typeof name !== "string" || name === "") continue;
    const text = (member: keyof VisitorFilter): string => {
      const found = filter[member];
      return typeof found === "string" ? found : "";
    };
    const column = columns.find((each) => each === sort["column"]) ?? first_sort.column;
    const [site, state, source] = [text("site"), text("state"), text("source")];
    const region = text("region");
    views.push({
      name: name.slice(0, view_name_max),
      filter: { site, state, source, region, text: text("text") },
      sort: { column, descending: sort["descending"] === true },
    });
  }
  return views;
}
