// The table of everyone who is on the sites now: rows by visitor, a snapshot in pages, and changes
// that hold only what differs. Pure; the state after a change equals what fresh pages would bring
// (the snapshot law).

import type { ServerFrame, VisitorRow, VisitorRowChange } from "./frames.gen";

export interface VisitorTable {
  readonly rows: ReadonlyMap<string, VisitorRow>;
  // The last visitor of the newest page, when further pages follow.
  readonly next: string | null;
}

// `state` takes along what it does not bring.
function merged(row: VisitorRow, change: VisitorRowChange): VisitorRow {
  if (change.state === undefined) return { ...row, ...change } as VisitorRow;
  const { left_at: _left, conversation: _open, agent: _agent, agent_name: _name, ...rest } = row;
  return { ...rest, ...change } as VisitorRow;
}

function change_row(rows: Map<string, VisitorRow>, change: VisitorRowChange): void {
  const id = change.visitor;
  const row = rows.get(id);
  if (change.gone) rows.delete(id);
  else if (change.started_at !== undefined) rows.set(id, change as VisitorRow);
  else if (row) rows.set(id, merged(row, change));
}

export function apply_visitors(
  table: VisitorTable | null, frame: ServerFrame,
): VisitorTable | null {
  if (frame.type === "visitor_rows") {
    const rows = new Map(frame.after === undefined ? [] : table?.rows);
    for (const row of frame.rows) rows.set(row.visitor, row);
    return { rows, next: frame.more ? frame.rows.at(-1)?.visitor ?? null : null };
  }
  if (frame.type !== "visitor_rows_changed" || table === null) return table;
  const rows = new Map(table.rows);
  for (const change of frame.rows) change_row(rows, change);
  return { ...table, rows };
}
