#include "adapters/sql/directory_rows.hpp"

#include <algorithm>
#include <sstream>
#include <utility>

#include "core/codec.hpp"
#include "core/hex.hpp"

namespace usher::adapters {
namespace {

using Number = long long;

Number number(std::uint64_t id) { return static_cast<Number>(id); }
std::uint64_t id_of(Number value) { return static_cast<std::uint64_t>(value); }

// An origin holds no space (RFC 6454), so spaces part them.
std::string join(const std::vector<std::string>& origins) {
  std::string text;
  for (const std::string& origin : origins) text += (text.empty() ? "" : " ") + origin;
  return text;
}

std::vector<std::string> split(const std::string& text) {
  std::istringstream words(text);
  std::vector<std::string> origins;
  for (std::string word; words >> word;) origins.push_back(word);
  return origins;
}

// Skills, reasons and words are one line each, so line ends part them.
std::string lines_of(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + '\n';
  return text;
}

std::string written(const std::vector<ports::IdentityKey>& keys) {
  std::string text;
  for (const auto& [secret, made_at] : keys) {
    text += std::to_string(made_at.ms) + ' ' + secret + '\n';
  }
  return text;
}

std::vector<ports::IdentityKey> identity_keys_in(const std::string& text) {
  std::istringstream stream(text);
  std::vector<ports::IdentityKey> keys;
  ports::IdentityKey key;
  while (stream >> key.made_at.ms >> key.secret) keys.push_back(key);
  return keys;
}

}  // namespace

std::vector<std::string> lines_in(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::vector<ports::Account> read_accounts(soci::session& session) {
  Number id = 0;
  std::string name, visitor_key, zone, words, person_fields;
  std::vector<ports::Account> accounts;
  soci::statement rows =
      (session.prepare << "SELECT id, name, visitor_key, zone, words, person_fields FROM account"
                          " ORDER BY id",
       soci::into(id), soci::into(name), soci::into(visitor_key), soci::into(zone),
       soci::into(words), soci::into(person_fields));
  rows.execute();
  while (rows.fetch()) {
    accounts.push_back({{id_of(id)},
                        name,
                        core::from_hex(visitor_key).value_or(""),
                        zone,
                        lines_in(words),
                        core::decode_person_fields(person_fields).value_or(core::PersonFields())});
  }
  return accounts;
}

std::vector<ports::Site> read_sites(soci::session& session) {
  Number id = 0, account = 0, queue = 0, typing_preview = 0, rating = 0, verified_only = 0;
  Number masks_numbers = 0;
  soci::indicator has_queue = soci::i_null;
  std::string key, name, origins, colour, greeting, form, left_reply, language, reasons, keys;
  std::vector<ports::Site> sites;
  soci::statement rows =
      (session.prepare << "SELECT id, account, site_key, name, origins, colour, greeting, queue,"
                          " form, left_reply, typing_preview, language, rating, rating_reasons,"
                          " identity_keys, verified_only, masks_numbers FROM site ORDER BY id",
       soci::into(id), soci::into(account), soci::into(key), soci::into(name), soci::into(origins),
       soci::into(colour), soci::into(greeting), soci::into(queue, has_queue), soci::into(form),
       soci::into(left_reply), soci::into(typing_preview), soci::into(language), soci::into(rating),
       soci::into(reasons), soci::into(keys), soci::into(verified_only), soci::into(masks_numbers));
  rows.execute();
  while (rows.fetch()) {
    ports::Site site;
    site.id = {id_of(id)};
    site.account = {id_of(account)};
    site.key = key;
    site.name = name;
    site.origins = split(origins);
    site.colour = colour;
    site.greeting = greeting;
    if (has_queue == soci::i_ok) site.queue = core::QueueId{id_of(queue)};
    // What cannot be read asks nothing rather than stand in everybody's way.
    if (auto read = core::decode_form(form)) site.form = *std::move(read);
    site.left_reply = left_reply;
    site.typing_preview = typing_preview != 0;
    site.language = language;
    site.rating = rating != 0;
    site.rating_reasons = lines_in(reasons);
    site.identity_keys = identity_keys_in(keys);
    site.verified_only = verified_only != 0;
    site.masks_numbers = masks_numbers != 0;
    sites.push_back(std::move(site));
  }
  return sites;
}

std::vector<ports::Queue> read_queues(soci::session& session, core::AccountId account) {
  const Number owner = number(account.value);
  Number id = 0, ring_ms = 0, rank = 0;
  int rings = 0;
  std::string name, policy;
  std::vector<ports::Queue> queues;
  soci::statement rows =
      (session.prepare << "SELECT id, name, rings, ring_ms, rank, policy FROM queue"
                          " WHERE account = :account ORDER BY rank, id",
       soci::use(owner), soci::into(id), soci::into(name), soci::into(rings), soci::into(ring_ms),
       soci::into(rank), soci::into(policy));
  rows.execute();
  while (rows.fetch()) {
    core::QueueSetting setting{{id_of(id)}, name, rings != 0, ring_ms};
    // What cannot be read routes plainly rather than not at all.
    if (auto read = core::decode_policy(policy)) setting.policy = *std::move(read);
    queues.push_back({account, std::move(setting), static_cast<std::uint32_t>(rank)});
  }
  return queues;
}

std::optional<ports::SignIn> read_sign_in(soci::session& session, const std::string& token_hash) {
  Number account = 0, agent = 0, generation = 0, created_at = 0, expires_at = 0;
  session << "SELECT account, agent, generation, created_at, expires_at FROM sign_in"
             " WHERE token_hash = :hash",
      soci::use(token_hash), soci::into(account), soci::into(agent), soci::into(generation),
      soci::into(created_at), soci::into(expires_at);
  if (!session.got_data()) return std::nullopt;
  return ports::SignIn{token_hash,     {id_of(account)},
                       {id_of(agent)}, static_cast<std::uint32_t>(generation),
                       {created_at},   {expires_at}};
}

void write_row(soci::session& session, const ports::Account& account) {
  const Number id = number(account.id.value);
  const std::string key = core::to_hex(account.visitor_key);
  const std::string words = lines_of(account.words);
  const std::string person_fields = core::encode_person_fields(account.person_fields);
  session << "INSERT INTO account (id, name, visitor_key, zone, words, person_fields)"
             " VALUES (:id, :name, :key, :zone, :words, :person_fields)"
             " ON CONFLICT (id) DO UPDATE SET name = excluded.name,"
             " visitor_key = excluded.visitor_key, zone = excluded.zone, words = excluded.words,"
             " person_fields = excluded.person_fields",
      soci::use(id), soci::use(account.name), soci::use(key), soci::use(account.zone),
      soci::use(words), soci::use(person_fields);
}

void write_row(soci::session& session, const ports::Site& site) {
  const Number id = number(site.id.value);
  const Number account = number(site.account.value);
  const std::string origins = join(site.origins);
  const Number queue = site.queue ? number(site.queue->value) : 0;
  soci::indicator has_queue = site.queue ? soci::i_ok : soci::i_null;
  const std::string form = core::encode_form(site.form);
  const int typing_preview = site.typing_preview ? 1 : 0;
  const int rating = site.rating ? 1 : 0;
  const std::string reasons = lines_of(site.rating_reasons);
  const std::string keys = written(site.identity_keys);
  const int verified_only = site.verified_only ? 1 : 0;
  const int masks_numbers = site.masks_numbers ? 1 : 0;
  session
      << "INSERT INTO site (id, account, site_key, name, origins, colour, greeting, queue, form,"
         " left_reply, typing_preview, language, rating, rating_reasons, identity_keys,"
         " verified_only, masks_numbers) VALUES (:id, :account, :key, :name, :origins, :colour,"
         " :greeting, :queue, :form, :left_reply, :preview, :language, :rating, :reasons, :keys,"
         " :verified, :masks)"
         " ON CONFLICT (id) DO UPDATE SET " +
             own_account("site") +
             ","
             " site_key = excluded.site_key, name = excluded.name, origins = excluded.origins,"
             " colour = excluded.colour, greeting = excluded.greeting, queue = excluded.queue,"
             " form = excluded.form, left_reply = excluded.left_reply,"
             " typing_preview = excluded.typing_preview, language = excluded.language,"
             " rating = excluded.rating, rating_reasons = excluded.rating_reasons,"
             " identity_keys = excluded.identity_keys, verified_only = excluded.verified_only,"
             " masks_numbers = excluded.masks_numbers",
      soci::use(id), soci::use(account), soci::use(site.key), soci::use(site.name),
      soci::use(origins), soci::use(site.colour), soci::use(site.greeting),
      soci::use(queue, has_queue), soci::use(form), soci::use(site.left_reply),
      soci::use(typing_preview), soci::use(site.language), soci::use(rating), soci::use(reasons),
      soci::use(keys), soci::use(verified_only), soci::use(masks_numbers);
}

void write_row(soci::session& session, const ports::Queue& queue) {
  const Number id = number(queue.setting.id.value);
  const Number account = number(queue.account.value);
  const int rings = queue.setting.rings ? 1 : 0;
  const Number ring_ms = queue.setting.ring_ms;
  const Number rank = queue.rank;
  const std::string policy = core::encode_policy(queue.setting.policy);
  session << "INSERT INTO queue (id, account, name, rings, ring_ms, rank, policy)"
             " VALUES (:id, :account, :name, :rings, :ring_ms, :rank, :policy)"
             " ON CONFLICT (id) DO UPDATE SET " +
                 own_account("queue") +
                 ", name = excluded.name,"
                 " rings = excluded.rings, ring_ms = excluded.ring_ms, rank = excluded.rank,"
                 " policy = excluded.policy",
      soci::use(id), soci::use(account), soci::use(queue.setting.name), soci::use(rings),
      soci::use(ring_ms), soci::use(rank), soci::use(policy);
}

void write_row(soci::session& session, const ports::Agent& agent) {
  const Number id = number(agent.setting.id.value);
  const Number account = number(agent.account.value);
  const int role = static_cast<int>(agent.setting.role);
  const Number capacity = agent.setting.capacity;
  const int disabled = agent.disabled ? 1 : 0;
  const Number generation = agent.generation;
  const std::string skills = lines_of(agent.setting.skills);
  session
      << "INSERT INTO agent (id, account, login, password_hash, name, role, capacity,"
         " disabled, generation, skills) VALUES (:id, :account, :login, :password, :name, :role,"
         " :capacity, :disabled, :generation, :skills)"
         " ON CONFLICT (id) DO UPDATE SET " +
             own_account("agent") +
             ", login = excluded.login,"
             " password_hash = excluded.password_hash, name = excluded.name,"
             " role = excluded.role, capacity = excluded.capacity, disabled = excluded.disabled,"
             " generation = excluded.generation, skills = excluded.skills",
      soci::use(id), soci::use(account), soci::use(agent.login), soci::use(agent.password_hash),
      soci::use(agent.setting.name), soci::use(role), soci::use(capacity), soci::use(disabled),
      soci::use(generation), soci::use(skills);
  session << "DELETE FROM agent_queue WHERE agent = :agent", soci::use(id);
  for (const core::QueueId queue : agent.setting.queues) {
    const auto& all = agent.setting.terms;
    const auto terms = std::ranges::find(all, queue, &core::QueueTerms::queue);
    const Number of = number(queue.value);
    const Number tier = terms == all.end() ? 0 : terms->tier;
    const Number most = terms == all.end() ? 0 : terms->capacity;
    session << "INSERT INTO agent_queue (agent, queue, tier, capacity)"
               " VALUES (:agent, :queue, :tier, :capacity)",
        soci::use(id), soci::use(of), soci::use(tier), soci::use(most);
  }
}

void write_row(soci::session& session, const ports::SignIn& sign_in) {
  const Number account = number(sign_in.account.value);
  const Number agent = number(sign_in.agent.value);
  const Number generation = sign_in.generation;
  const Number created_at = sign_in.created_at.ms;
  const Number expires_at = sign_in.expires_at.ms;
  session << "INSERT INTO sign_in (token_hash, account, agent, generation, created_at,"
             " expires_at) VALUES (:hash, :account, :agent, :generation, :created, :expires)"
             " ON CONFLICT (token_hash) DO UPDATE SET account = excluded.account,"
             " agent = excluded.agent, generation = excluded.generation,"
             " created_at = excluded.created_at, expires_at = excluded.expires_at",
      soci::use(sign_in.token_hash), soci::use(account), soci::use(agent), soci::use(generation),
      soci::use(created_at), soci::use(expires_at);
}

}  // namespace usher::adapters
