// One line for each fault.

const COLUMNS = [
  ["fault", -26],
  ["acked", 6],
  ["lost", 5],
  ["doubled", 8],
  ["reordered", 10],
  ["pause ms", 9],
  ["limit ms", 9],
  ["at owner", 9],
  ["limit ms", 9],
  ["people ms", 10],
  ["ok", 5],
];

const cell = (value, width) =>
  width < 0 ? String(value ?? "-").padEnd(-width) : String(value ?? "-").padStart(width);
const row = (values) => values.map((value, n) => cell(value, COLUMNS[n][1])).join("");

// pause: the longest that those who try all the time were not served. At owner: at that node which
// served an account best. People: the longest that anybody waited, with clients' growing waits.
export const heading = row(COLUMNS.map(([name]) => name));

export const line = (it) =>
  row([
    it.fault,
    it.acked,
    it.lost,
    it.doubled,
    it.reordered,
    it.pause_ms,
    it.limit_ms,
    it.owner_pause_ms,
    it.owner_limit_ms,
    it.people_ms,
    it.ok ? "yes" : "NO",
  ]);
