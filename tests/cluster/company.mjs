// The accounts that are served: two, each with a site and agents who are signed in. They are
// founded once in a database of their own, from which each fault's database is copied.

import { execFile } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { promisify } from "node:util";

const run = promisify(execFile);
const FOUNDED = "founded";
const SITES = ["s_one", "s_two"];
const CAPACITY = 5;
const APART = 1_000_000; // ids of the second account, from those of the first

// A row for each of `rows`, in which the table is called `one`: with these members instead of its
// own, whatever other columns there are.
const copy = (table, rows, members) =>
  `INSERT INTO ${table} SELECT (jsonb_populate_record(one, jsonb_build_object(${members}))).* ` +
  `FROM ${rows}`;

export class Company {
  static async found(postgres, binary, folder, agents) {
    const company = new Company();
    company.postgres = postgres;
    await postgres.ask(`CREATE DATABASE ${FOUNDED}`);
    const store = ["--data", folder, "--postgres", postgres.address(FOUNDED)];
    await run(binary, ["site", "add", ...store, "--key", SITES[0]]);
    const capacity = ["--capacity", String(CAPACITY)];
    await run(binary, ["agent", "add", ...store, "--login", "agent", ...capacity]);
    await company.#make_accounts(agents);
    return company;
  }

  ask(sql) {
    return this.postgres.ask(`SET search_path TO usher; ${sql}`, FOUNDED);
  }

  async #make_accounts(agents) {
    const other = (table, members) => copy(table, `${table} AS one`, members);
    const more = (table, members) =>
      copy(table, `${table} AS one, generate_series(1, ${agents - 1}) AS n`, members);
    const account = `'account', account + ${APART}`;
    await this.ask(
      [
        other("account", `'id', id + ${APART}`),
        other("site", `'id', id + ${APART}, ${account}, 'site_key', '${SITES[1]}'`),
        other("queue", `'id', id + ${APART}, ${account}`),
        other("agent", `'id', id + ${APART}, ${account}, 'login', 'other'`),
        other("agent_queue", `'agent', agent + ${APART}, 'queue', queue + ${APART}`),
        more("agent", "'id', id + n, 'login', login || n"),
        more("agent_queue", "'agent', agent + n"),
      ].join("; "),
    );
    this.accounts = [];
    const ids = await this.ask("SELECT account, site_key FROM site ORDER BY site_key");
    for (const [id, site] of ids) {
      this.accounts.push({ id, site, agents: await this.#sign_in(id) });
    }
  }

  // As POST /api/v1/session would, but without the work of hashing a password.
  async #sign_in(account) {
    const agents = await this.ask(`SELECT id FROM agent WHERE account = ${account} ORDER BY id`);
    const end = Date.now() + 24 * 3600 * 1000;
    const rows = agents.map(([id]) => ({ id, token: randomBytes(32).toString("hex") }));
    const values = rows.map(({ id, token }) => {
      const hash = createHash("sha256").update(token).digest("hex");
      return `('${hash}', ${account}, ${id}, 0, ${Date.now()}, ${end})`;
    });
    await this.ask(
      "INSERT INTO sign_in (token_hash, account, agent, generation, created_at, expires_at) " +
        `VALUES ${values.join(", ")}`,
    );
    return rows.map(({ id, token }) => ({ id, cookie: `usher_session=${token}` }));
  }

  // A database with the company in it, where nobody has said anything yet.
  async copy_to(database) {
    await this.postgres.ask(`CREATE DATABASE ${database} TEMPLATE ${FOUNDED}`);
  }
}
