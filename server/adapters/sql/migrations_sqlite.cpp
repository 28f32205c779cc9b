#include "adapters/sql/migrations.hpp"

namespace usher::adapters {
namespace {

// An event's place is its shelf's number times 2^40 plus its position, so that the events of an
// account lie together, in their order, and storing one writes to the table's end only.
//
// `entry_run` is the index by conversation, seq and client id: see entry_run.hpp. It is a table, as
// it lags behind: see tail.hpp. `shelf.indexed` says up to which position it is complete.
const std::vector<std::string> first{
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "INSERT INTO meta VALUES ('epoch', lower(hex(randomblob(8)))), ('directory', '1')",

    "CREATE TABLE shelf (number INTEGER PRIMARY KEY, account INTEGER NOT NULL UNIQUE,"
    " indexed INTEGER NOT NULL DEFAULT 0)",
    "CREATE TABLE event (place INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, kind TEXT NOT NULL,"
    " body TEXT NOT NULL)",
    "CREATE TABLE entry_run (shelf INTEGER NOT NULL, conversation INTEGER NOT NULL,"
    " first_seq INTEGER NOT NULL, entries TEXT NOT NULL,"
    " PRIMARY KEY (shelf, conversation, first_seq)) WITHOUT ROWID",
    "CREATE TABLE snapshot (shelf INTEGER PRIMARY KEY, position INTEGER NOT NULL,"
    " body TEXT NOT NULL)",

    "CREATE TABLE account (id INTEGER PRIMARY KEY, name TEXT NOT NULL, visitor_key TEXT NOT NULL)",
    "CREATE TABLE site (id INTEGER PRIMARY KEY, account INTEGER NOT NULL REFERENCES account,"
    " site_key TEXT NOT NULL UNIQUE, name TEXT NOT NULL, origins TEXT NOT NULL,"
    " colour TEXT NOT NULL, greeting TEXT NOT NULL, queue INTEGER)",
    "CREATE TABLE queue (id INTEGER PRIMARY KEY, account INTEGER NOT NULL REFERENCES account,"
    " name TEXT NOT NULL, rings INTEGER NOT NULL, ring_ms INTEGER NOT NULL,"
    " rank INTEGER NOT NULL)",
    "CREATE INDEX queue_by_account ON queue (account, rank, id)",
    "CREATE TABLE agent (id INTEGER PRIMARY KEY, account INTEGER NOT NULL REFERENCES account,"
    " login TEXT NOT NULL COLLATE NOCASE UNIQUE, password_hash TEXT NOT NULL, name TEXT NOT NULL,"
    " role INTEGER NOT NULL, capacity INTEGER NOT NULL, disabled INTEGER NOT NULL,"
    " generation INTEGER NOT NULL)",
    "CREATE INDEX agent_by_account ON agent (account, id)",
    "CREATE TABLE agent_queue (agent INTEGER NOT NULL REFERENCES agent ON DELETE CASCADE,"
    " queue INTEGER NOT NULL, PRIMARY KEY (agent, queue)) WITHOUT ROWID",
    "CREATE TABLE sign_in (token_hash TEXT PRIMARY KEY,"
    " account INTEGER NOT NULL REFERENCES account, agent INTEGER NOT NULL,"
    " generation INTEGER NOT NULL, created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL)"
    " WITHOUT ROWID",
    "CREATE INDEX sign_in_by_end ON sign_in (expires_at)",
};

// How queues route, what agents can, and what they answer with.
const std::vector<std::string> second{
    "ALTER TABLE queue ADD COLUMN policy TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE agent ADD COLUMN skills TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE agent_queue ADD COLUMN tier INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE agent_queue ADD COLUMN capacity INTEGER NOT NULL DEFAULT 0",
    "CREATE TABLE canned_reply (id INTEGER PRIMARY KEY,"
    " account INTEGER NOT NULL REFERENCES account, name TEXT NOT NULL, body TEXT NOT NULL,"
    " scope INTEGER NOT NULL, agent INTEGER NOT NULL, queue INTEGER NOT NULL)",
    "CREATE INDEX canned_reply_by_account ON canned_reply (account, name, id)",
};

// What a site asks, says and allows; where an account is.
const std::vector<std::string> third{
    "ALTER TABLE site ADD COLUMN form TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE site ADD COLUMN left_reply TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE site ADD COLUMN typing_preview INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE account ADD COLUMN zone TEXT NOT NULL DEFAULT 'UTC'",
};

// Whom an account tells what happens, and what they are still to be told.
const std::vector<std::string> fourth{
    "CREATE TABLE webhook (id INTEGER PRIMARY KEY, account INTEGER NOT NULL REFERENCES account,"
    " url TEXT NOT NULL, kinds INTEGER NOT NULL, enabled INTEGER NOT NULL, secret TEXT NOT NULL,"
    " former_secret TEXT NOT NULL, former_until INTEGER NOT NULL, hears_from INTEGER NOT NULL,"
    " console TEXT NOT NULL)",
    "CREATE INDEX webhook_by_account ON webhook (account, id)",
    "CREATE TABLE delivery (number INTEGER PRIMARY KEY,"
    " webhook INTEGER NOT NULL REFERENCES webhook, message TEXT NOT NULL, type TEXT NOT NULL,"
    " body TEXT NOT NULL, made_at INTEGER NOT NULL, state INTEGER NOT NULL,"
    " attempts INTEGER NOT NULL, at_ms INTEGER NOT NULL, outcome TEXT NOT NULL,"
    " UNIQUE (webhook, message))",
    "CREATE INDEX delivery_by_time ON delivery (webhook, state, at_ms, number)",
    "CREATE INDEX delivery_by_number ON delivery (webhook, number)",
};

// What visitors read while they wait, and the further messages of a set of replies.
const std::vector<std::string> fifth{
    "ALTER TABLE site ADD COLUMN language TEXT NOT NULL DEFAULT ''",
    "CREATE TABLE faq_entry (id INTEGER PRIMARY KEY, account INTEGER NOT NULL REFERENCES account,"
    " category TEXT NOT NULL, question TEXT NOT NULL, answer TEXT NOT NULL,"
    " language TEXT NOT NULL, rank INTEGER NOT NULL, published INTEGER NOT NULL)",
    "CREATE INDEX faq_entry_by_account ON faq_entry (account, rank, id)",
    "CREATE TABLE faq_site (entry INTEGER NOT NULL REFERENCES faq_entry ON DELETE CASCADE,"
    " site INTEGER NOT NULL, PRIMARY KEY (entry, site)) WITHOUT ROWID",
    "CREATE TABLE faq_tally (entry INTEGER PRIMARY KEY REFERENCES faq_entry ON DELETE CASCADE,"
    " shown INTEGER NOT NULL, helped INTEGER NOT NULL, not_helped INTEGER NOT NULL)",
    "CREATE TABLE canned_message (reply INTEGER NOT NULL REFERENCES canned_reply ON DELETE CASCADE,"
    " place INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (reply, place)) WITHOUT ROWID",
};

// What visitors are asked after a conversation, and what alarms in their messages.
const std::vector<std::string> sixth{
    "ALTER TABLE site ADD COLUMN rating INTEGER NOT NULL DEFAULT 1",
    "ALTER TABLE site ADD COLUMN rating_reasons TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE account ADD COLUMN words TEXT NOT NULL DEFAULT ''",
};

// What goes with a canned reply.
const std::vector<std::string> seventh{
    "ALTER TABLE canned_reply ADD COLUMN file_key TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE canned_reply ADD COLUMN file_name TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE canned_reply ADD COLUMN file_bytes INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE canned_reply ADD COLUMN file_image INTEGER NOT NULL DEFAULT 0",
};

// Who may say who a visitor is. Keys are one line each: when it was made, and the secret.
const std::vector<std::string> eighth{
    "ALTER TABLE site ADD COLUMN identity_keys TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE site ADD COLUMN verified_only INTEGER NOT NULL DEFAULT 0",
};

// Whom an account speaks to first. A rule is one value, written and read as a whole.
const std::vector<std::string> ninth{
    "CREATE TABLE invitation_rule (id INTEGER PRIMARY KEY,"
    " account INTEGER NOT NULL REFERENCES account, rank INTEGER NOT NULL, body TEXT NOT NULL)",
    "CREATE INDEX invitation_rule_by_account ON invitation_rule (account, rank, id)",
};

// What an account keeps of people beyond names and addresses; see encode_person_fields().
const std::vector<std::string> tenth{
    "ALTER TABLE account ADD COLUMN person_fields TEXT NOT NULL DEFAULT ''",
};

// How long data is kept, who is being erased or was, and who did what with people's data.
const std::vector<std::string> eleventh{
    "CREATE TABLE retention (account INTEGER NOT NULL REFERENCES account, class INTEGER NOT NULL,"
    " days INTEGER NOT NULL, PRIMARY KEY (account, class)) WITHOUT ROWID",
    "CREATE TABLE erasure (account INTEGER NOT NULL REFERENCES account, visitor INTEGER NOT NULL,"
    " agent INTEGER NOT NULL, at_ms INTEGER NOT NULL, PRIMARY KEY (account, visitor))"
    " WITHOUT ROWID",
    "CREATE TABLE erased_mark (account INTEGER NOT NULL REFERENCES account, mark TEXT NOT NULL,"
    " PRIMARY KEY (account, mark)) WITHOUT ROWID",
    "CREATE TABLE audit (number INTEGER PRIMARY KEY, account INTEGER NOT NULL REFERENCES account,"
    " at_ms INTEGER NOT NULL, agent INTEGER NOT NULL, kind INTEGER NOT NULL,"
    " detail TEXT NOT NULL)",
    "CREATE INDEX audit_by_account ON audit (account, number)",
};

// What is not kept of visitors' messages.
const std::vector<std::string> twelfth{
    "ALTER TABLE site ADD COLUMN masks_numbers INTEGER NOT NULL DEFAULT 0",
};

// Of several nodes, the one that may write an account's shelf: see floor_claims.hpp.
const std::vector<std::string> thirteenth{
    "CREATE TABLE floor_claim (shelf INTEGER PRIMARY KEY, term INTEGER NOT NULL,"
    " holder TEXT NOT NULL)",
};

}  // namespace

const std::vector<std::vector<std::string>>& sqlite_migrations() {
  static const std::vector<std::vector<std::string>> all{
      first,  second, third, fourth,   fifth,   sixth,     seventh,
      eighth, ninth,  tenth, eleventh, twelfth, thirteenth};
  return all;
}

}  // namespace usher::adapters
