// Afterwards: what everybody was told against what is stored. The store is read twice, by SQL and
// as a fresh page shows it; both must say the same.
//
//   lost       acknowledged or shown, and not stored
//   doubled    stored twice, or shown twice
//   reordered  at another place than was said, or before what its author wrote earlier
//   broken     whatever else was promised, in words

import { key_of } from "./store.mjs";

const TOLD_MAX = 12;

class Verdict {
  acked = 0;
  lost = 0;
  doubled = 0;
  reordered = 0;
  broken = [];

  say(what) {
    if (this.broken.length < TOLD_MAX) this.broken.push(what);
  }
}

function by_client_id(messages, verdict) {
  const found = new Map();
  for (const message of messages) {
    if (!found.has(message.client_id)) found.set(message.client_id, message);
    else {
      ++verdict.doubled;
      verdict.say(`stored twice: ${message.text}`);
    }
  }
  return found;
}

function check_places(messages, verdict) {
  const last = new Map();
  for (const { key, seq, text } of messages) {
    if (seq <= (last.get(key) ?? 0)) {
      ++verdict.reordered;
      verdict.say(`its seq does not rise with its place: ${text}`);
    }
    last.set(key, seq);
  }
}

function check_written(person, stored, verdict) {
  const last = new Map(); // key → seq of the message before
  for (const [client_id, { text, acked }] of person.written) {
    const found = stored.get(client_id);
    if (acked) ++verdict.acked;
    if (person.refused.has(client_id)) {
      if (found) verdict.say(`refused, and stored: ${text}`);
      continue;
    }
    if (!found || found.text !== text) {
      if (acked) ++verdict.lost;
      verdict.say(`${acked ? "acknowledged and lost" : "never stored"}: ${text}`);
      continue;
    }
    const there = acked && key_of(person.account.id, acked.conversation);
    const moved = acked && (found.seq !== acked.seq || found.key !== there);
    const early = found.seq <= (last.get(found.key) ?? 0);
    if (moved || early) {
      ++verdict.reordered;
      verdict.say(`${moved ? "not where it was acknowledged" : "before an earlier one"}: ${text}`);
    }
    last.set(found.key, found.seq);
  }
}

const same = (one, other) =>
  one.kind === other.kind && one.client_id === other.client_id && one.text === other.text;

function check_shown(person, pages, verdict) {
  for (const [conversation, entries] of person.shown) {
    const page = pages.get(key_of(person.account.id, conversation)) ?? [];
    let last = 0;
    for (const entry of entries) {
      const where = `${person.name} was shown ${entry.seq} of ${conversation}`;
      if (entry.seq <= last) {
        ++verdict.doubled;
        verdict.say(`${where} after ${last}`);
      } else if (last > 0 && entry.seq !== last + 1) verdict.say(`${where} right after ${last}`);
      last = entry.seq;
      const stored = page[entry.seq - 1];
      if (stored && same(stored, entry)) continue;
      ++verdict[stored ? "reordered" : "lost"];
      verdict.say(`${where}, where ${stored ? `${stored.kind} ${stored.text}` : "nothing"} is`);
    }
    if (!person.live || last === page.length) continue;
    verdict.say(`${person.name} misses the end of ${conversation}`);
  }
}

function check_page({ key, entries }, messages, verdict) {
  if (entries.some(({ seq }, n) => seq !== n + 1)) verdict.say(`a hole in ${key}`);
  const shown = entries.filter(({ kind }) => kind === "message");
  const alike =
    shown.length === messages.length &&
    shown.every(({ seq, client_id, text }, n) => {
      const stored = messages[n];
      return seq === stored.seq && client_id === stored.client_id && text === stored.text;
    });
  if (!alike) verdict.say(`${key} is not shown as it is stored`);
}

// `people`: who talked. `pages`: a fresh history of each conversation. `messages`: as stored.
export function audit({ people, pages, messages }) {
  const verdict = new Verdict();
  const stored = by_client_id(messages, verdict);
  check_places(messages, verdict);
  const of = new Map();
  for (const message of messages) {
    if (!of.has(message.key)) of.set(message.key, []);
    of.get(message.key).push(message);
  }
  for (const page of pages) check_page(page, of.get(page.key) ?? [], verdict);
  const entries = new Map(pages.map((page) => [page.key, page.entries]));
  for (const key of of.keys()) {
    if (!entries.has(key)) verdict.say(`nobody's conversation is stored: ${key}`);
  }
  for (const person of people) {
    check_written(person, stored, verdict);
    check_shown(person, entries, verdict);
    for (const what of person.broken) verdict.say(`${person.name}: ${what}`);
  }
  return verdict;
}
