// Who wrote what: PostgreSQL itself notes with each event which node stored it, by its role, and in
// which term. Of one account, terms never fall, and one term is one node's.

import { SHELF } from "./store.mjs";

export const role_of = (node) => `node_${node}`;

const WATCH = `
  CREATE SCHEMA watch;
  CREATE TABLE watch.written (place BIGINT PRIMARY KEY, node TEXT NOT NULL, term BIGINT);
  CREATE FUNCTION watch.note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO watch.written SELECT NEW.place, current_user,
      (SELECT term FROM usher.floor_claim WHERE shelf = NEW.place / ${SHELF});
    RETURN NULL;
  END $$;
  CREATE TRIGGER note AFTER INSERT ON usher.event
    FOR EACH ROW EXECUTE FUNCTION watch.note()`;

export async function make_roles(postgres, nodes) {
  for (const node of nodes) await postgres.ask(`CREATE ROLE ${role_of(node)} LOGIN SUPERUSER`);
}

export async function watch_writers(postgres, database) {
  await postgres.ask(WATCH, database);
}

// The roles of those who wrote last to some account, who has most of them first.
export async function owners(postgres, database) {
  const last = `SELECT DISTINCT ON (place / ${SHELF}) node FROM watch.written
    ORDER BY place / ${SHELF}, place DESC`;
  const sql = `SELECT node FROM (${last}) AS last GROUP BY node ORDER BY count(*) DESC, node`;
  return (await postgres.ask(sql, database)).map(([node]) => node);
}

// What contradicts one owner at a time, in words.
export async function ownership_breaches(postgres, database) {
  const rows = await postgres.ask(
    `SELECT place / ${SHELF}, place % ${SHELF}, node, term FROM watch.written ORDER BY place`,
    database,
  );
  const breaches = [];
  const last = new Map(); // shelf → {node, term}
  for (const [shelf, position, node, term] of rows) {
    const before = last.get(shelf);
    const now = { node, term: Number(term) };
    const where = `at ${position} of shelf ${shelf}`;
    if (term === "") breaches.push(`${node} wrote without a claim ${where}`);
    else if (before && now.term < before.term) {
      breaches.push(`term ${term} of ${node} after ${before.term} of ${before.node} ${where}`);
    } else if (before && now.term === before.term && node !== before.node) {
      breaches.push(`${node} wrote in term ${term} of ${before.node} ${where}`);
    }
    last.set(shelf, now);
  }
  return breaches;
}
