// What PostgreSQL holds, read by SQL and not by Usher.

export const SHELF = 2 ** 40; // a place is a shelf's number times this plus a position
const LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"; // Crockford's base32

function wire_id(prefix, number) {
  let letters = "";
  for (let rest = BigInt(number); rest > 0n; rest /= 32n) letters = LETTERS[rest % 32n] + letters;
  return `${prefix}_${letters}`;
}

// Accounts number their conversations each for itself.
export const key_of = (account, conversation) => `${account} ${conversation}`;

// All messages in the order of their places: {key, seq, client_id, text}.
export async function stored_messages(postgres, database) {
  const sql =
    "SELECT account, body FROM usher.event " +
    `JOIN usher.shelf ON number = place / ${SHELF} WHERE kind = 'message_posted' ORDER BY place`;
  const rows = await postgres.ask(sql, database);
  // A body is a record, whose fields tabs separate, as those of psql's rows.
  return rows.map(([account, conversation, seq, , , client_id, text]) => ({
    key: key_of(account, wire_id("c", conversation)),
    seq: Number(seq),
    client_id,
    text,
  }));
}
