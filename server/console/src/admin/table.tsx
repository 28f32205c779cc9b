/** A settings page: what there is as a table, with what can be done to each row. */
import { type Signal, useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { t } from "../i18n/text.ts";
import type { Toasts } from "../kit/toasts.tsx";
import type { Outcome } from "../session.ts";
import { words } from "./texts.ts";

export interface Loaded<T> {
  /** Null until the first answer. */
  readonly rows: Signal<readonly T[] | null>;
  readonly failed: Signal<boolean>;
  readonly reload: () => void;
}

export function useLoaded<T>(load: () => Promise<Outcome<readonly T[]>>): Loaded<T> {
  const rows = useSignal<readonly T[] | null>(null);
  const failed = useSignal(false);
  const reload = (): void => {
    void load().then((outcome) => {
      failed.value = !outcome.ok;
      if (outcome.ok) rows.value = outcome.value;
    });
  };
  useEffect(reload, []);
  return { rows, failed, reload };
}

export type Doing<T> =
  { readonly kind: "edit"; readonly row: T } | { readonly kind: "delete"; readonly row: T };

/** What is open over the page, and how it ends. */
export interface Work<T> {
  readonly doing: Signal<Doing<T> | null>;
  readonly close: () => void;
  readonly saved: () => void;
  readonly deleted: () => void;
}

export function useWork<T>(toasts: Toasts, reload: () => void): Work<T> {
  const doing = useSignal<Doing<T> | null>(null);
  const close = (): void => {
    doing.value = null;
  };
  const end = (key: "common.saved" | "common.deleted") => (): void => {
    close();
    toasts.show("good", words(key));
    reload();
  };
  return { doing, close, saved: end("common.saved"), deleted: end("common.deleted") };
}

export interface Column<T> {
  readonly heading: string;
  readonly cell: (row: T) => ComponentChildren;
}

export interface TableProps<T> {
  readonly heading: string;
  readonly lead: string;
  /** Makes a new one, beginning as `fresh`. Without: they are neither made nor deleted here. */
  readonly add?: string;
  readonly fresh?: T;
  readonly loaded: Loaded<T>;
  readonly work: Work<T>;
  readonly id: (row: T) => string;
  readonly name: (row: T) => string;
  readonly columns: readonly Column<T>[];
  /** Whether this person may change the row. */
  readonly editable?: (row: T) => boolean;
  readonly empty?: ComponentChildren;
}

export function Table<T>(props: TableProps<T>) {
  const { heading, lead, add, fresh, loaded, work, empty } = props;
  const rows = loaded.rows.value;
  return (
    <section class="settings-page" aria-label={heading}>
      <header class="settings-head">
        <div>
          <h2>{heading}</h2>
          <p class="muted">{lead}</p>
        </div>
        {add === undefined || fresh === undefined ? null : (
          <button
            type="button"
            class="button primary"
            disabled={rows === null}
            onClick={() => {
              work.doing.value = { kind: "edit", row: fresh };
            }}
          >
            {add}
          </button>
        )}
      </header>
      {loaded.failed.value ? (
        <p class="settings-note" role="alert">
          {words("common.failed")}{" "}
          <button type="button" class="text-button" onClick={loaded.reload}>
            {t("common.retry")}
          </button>
        </p>
      ) : null}
      {rows === null ? (
        loaded.failed.value ? null : (
          <p class="muted settings-note">{t("settings.loading")}</p>
        )
      ) : rows.length === 0 && empty !== undefined ? (
        empty
      ) : (
        <Rows {...props} rows={rows} />
      )}
    </section>
  );
}

function Rows<T>(props: TableProps<T> & { readonly rows: readonly T[] }) {
  const { rows, columns, id } = props;
  return (
    <div class="table-frame" tabIndex={0} role="group" aria-label={props.heading}>
      <table class="table">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.heading} scope="col">
                {column.heading}
              </th>
            ))}
            <th scope="col">
              <span class="hidden">{words("common.actions")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={id(row)}>
              {columns.map((column) => (
                <td key={column.heading}>{column.cell(row)}</td>
              ))}
              <td class="table-actions">
                <RowActions {...props} row={row} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function RowActions<T>(props: TableProps<T> & { readonly row: T }) {
  const { row, name, work, editable, add } = props;
  if (editable?.(row) === false) return null;
  const label = name(row);
  return (
    <>
      <button
        type="button"
        class="text-button"
        aria-label={`${words("common.edit")} ${label}`}
        onClick={() => {
          work.doing.value = { kind: "edit", row };
        }}
      >
        {words("common.edit")}
      </button>
      {add === undefined ? null : (
        <button
          type="button"
          class="text-button bad"
          aria-label={`${words("common.delete")} ${label}`}
          onClick={() => {
            work.doing.value = { kind: "delete", row };
          }}
        >
          {words("common.delete")}
        </button>
      )}
    </>
  );
}
