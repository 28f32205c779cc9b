/** The visitors' part of the desk: who is on the sites, and how the table is looked at. */
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { VisitorTable } from "../../../../protocol/ts/reduce_visitors";
import type { Ticker } from "../time/ticker.ts";
import {
  beginsDescending,
  type Column,
  columnsOf,
  filtered,
  first_sort,
  no_filter,
  type SavedView,
  saved_views_max,
  sorted,
  type VisitorFilter,
  type VisitorSort,
} from "./visitor_rows.ts";
import type { VisitorRow } from "./wire.ts";

export class VisitorsDesk {
  /** Whether the table is in front; it is watched for as long. */
  readonly shown: Signal<boolean> = signal(false);
  readonly table: Signal<VisitorTable | null> = signal(null);
  readonly filter: Signal<VisitorFilter> = signal(no_filter);
  readonly sort: Signal<VisitorSort> = signal(first_sort);
  /** The row that the keyboard stands on, and whether its details are open. */
  readonly chosen: Signal<string | null> = signal(null);
  readonly opened: Signal<boolean> = signal(false);

  readonly rows: ReadonlySignal<readonly VisitorRow[]>;
  readonly columns: ReadonlySignal<readonly Column[]>;
  readonly current: ReadonlySignal<VisitorRow | null>;

  constructor(
    readonly views: Signal<readonly SavedView[]>,
    ticker: Ticker,
  ) {
    this.rows = computed(() => {
      const all = this.table.value?.rows.values() ?? [];
      return sorted(filtered(all, this.filter.value), this.sort.value, ticker.now.peek());
    });
    this.columns = computed(() => columnsOf(this.table.value?.rows.values() ?? []));
    this.current = computed(() => this.table.value?.rows.get(this.chosen.value ?? "") ?? null);
  }

  narrow(part: Partial<VisitorFilter>): void {
    this.filter.value = { ...this.filter.value, ...part };
  }

  /** The same column again turns the order round. */
  sortBy(column: Column): void {
    const { value } = this.sort;
    const descending = value.column === column ? !value.descending : beginsDescending(column);
    this.sort.value = { column, descending };
  }

  step(by: 1 | -1): void {
    const rows = this.rows.value;
    const at = rows.findIndex(({ visitor }) => visitor === this.chosen.value);
    const next = rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by))];
    if (next !== undefined) this.chosen.value = next.visitor;
  }

  open(visitor: string): void {
    this.chosen.value = visitor;
    this.opened.value = true;
  }

  /** False: there is no room for another. One of the same name is replaced. */
  save(name: string): boolean {
    const others = this.views.value.filter((view) => view.name !== name);
    if (others.length >= saved_views_max) return false;
    this.views.value = [...others, { name, filter: this.filter.value, sort: this.sort.value }];
    return true;
  }

  show({ filter, sort }: Pick<SavedView, "filter" | "sort">): void {
    this.filter.value = filter;
    this.sort.value = sort;
  }

  remove(name: string): void {
    this.views.value = this.views.value.filter((view) => view.name !== name);
  }
}
