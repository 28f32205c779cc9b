/**
 * Rows as comma-separated values (RFC 4180), for spreadsheets: with a byte order mark, so that they
 * read UTF-8, and with an apostrophe before what they would take for a formula.
 */

const byte_order_mark = "\u{FEFF}";

function cell(value: string | number): string {
  if (typeof value === "number") return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function csvOf(rows: readonly (readonly (string | number)[])[]): string {
  return byte_order_mark + rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}
