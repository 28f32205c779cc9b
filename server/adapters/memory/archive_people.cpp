#include <algorithm>
#include <set>
#include <utility>

#include "adapters/memory/archive_book.hpp"

namespace usher::adapters {
namespace {

namespace event = core::event;
using ports::Person;

std::string folded(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return text;
}

bool says(const Person& person, const std::string& text) {
  const auto in = [&](const std::string& value) {
    return folded(value).find(folded(text)) != std::string::npos;
  };
  const event::VisitorIdentified& said = person.said;
  const auto in_value = [&](const auto& each) { return in(each.second); };
  return in(person.external_id) || in(said.name.value_or("")) || in(said.email.value_or("")) ||
         in(said.phone.value_or("")) || std::ranges::any_of(said.attributes, in_value) ||
         std::ranges::any_of(person.edited, in_value) || std::ranges::any_of(person.tags, in);
}

bool is_known(const Person& person) {
  const event::VisitorIdentified& said = person.said;
  return !person.external_id.empty() || said.name || said.email || said.phone ||
         !said.attributes.empty() || !person.edited.empty() || !person.tags.empty();
}

using Marks = std::set<std::pair<ports::PersonMark, std::string>>;

Marks marks_of(const Person& part) {
  Marks marks{{ports::PersonMark::external_id, part.external_id}};
  const auto add = [&](std::string_view key, const std::optional<std::string>& said,
                       ports::PersonMark mark, auto word) {
    const auto edited = part.edited.find(std::string(key));
    if (edited != part.edited.end()) marks.emplace(mark, word(edited->second));
    marks.emplace(mark, word(said.value_or("")));
  };
  add(core::email_key, part.said.email, ports::PersonMark::email, core::email_word);
  add(core::phone_key, part.said.phone, ports::PersonMark::phone, core::phone_word);
  std::erase_if(marks, [](const auto& each) { return each.second.empty(); });
  return marks;
}

bool shares(const Marks& some, const Marks& others) {
  return std::ranges::any_of(others, [&](const auto& mark) { return some.contains(mark); });
}

// Newest first.
template <class Row, class Order>
std::vector<Row> last(std::vector<Row> rows, std::size_t limit, Order order) {
  std::ranges::stable_sort(rows, std::greater(), order);
  rows.resize(std::min(rows.size(), limit));
  return rows;
}

}  // namespace

std::optional<Person> MemoryArchive::person(core::AccountId account, core::VisitorId visitor) {
  return read(account).person(visitor);
}

std::vector<Person> MemoryArchive::people(core::AccountId account, const std::string& text,
                                          core::VisitorId before, std::size_t limit) {
  std::vector<Person> rows = read(account).persons();
  std::erase_if(rows, [&](const Person& each) {
    return !is_known(each) || !says(each, text) || (before && each.id >= before);
  });
  return last(std::move(rows), limit, &Person::id);
}

std::vector<Person> MemoryArchive::people_with(core::AccountId account, ports::PersonMark mark,
                                               const std::string& value, std::size_t limit) {
  std::string wanted = value;
  if (mark == ports::PersonMark::email) wanted = core::email_word(value);
  if (mark == ports::PersonMark::phone) wanted = core::phone_word(value);
  const Book book = read(account);
  std::vector<Person> rows = book.persons();
  std::erase_if(rows, [&](const Person& each) {
    return std::ranges::none_of(each.visitors, [&](const ports::PersonVisitor& visitor) {
      return marks_of(book.by_itself(visitor.id)).contains({mark, wanted});
    });
  });
  return last(std::move(rows), limit, &Person::id);
}

std::vector<Person> MemoryArchive::duplicates(core::AccountId account, core::VisitorId visitor,
                                              std::size_t limit) {
  const Book book = read(account);
  const auto self = book.person(visitor);
  if (!self) return {};
  Marks own;
  for (const ports::PersonVisitor& each : self->visitors) {
    own.merge(marks_of(book.by_itself(each.id)));
  }
  std::erase_if(own, [](auto& each) { return each.first == ports::PersonMark::external_id; });
  std::vector<Person> rows = book.persons();
  std::erase_if(rows, [&](const Person& each) {
    return each.id == self->id ||
           std::ranges::none_of(each.visitors, [&](const ports::PersonVisitor& part) {
             return shares(own, marks_of(book.by_itself(part.id)));
           });
  });
  return last(std::move(rows), limit, &Person::id);
}

std::vector<ports::PersonNote> MemoryArchive::notes(core::AccountId account,
                                                    core::VisitorId visitor, std::size_t limit) {
  Book book = read(account);
  const auto of = book.group(visitor);
  std::erase_if(book.notes, [&](const auto& note) { return !of.contains(note.visitor); });
  return last(std::move(book.notes), limit, &ports::PersonNote::number);
}

std::vector<ports::PersonEdit> MemoryArchive::edits(core::AccountId account,
                                                    core::VisitorId visitor, std::uint64_t before,
                                                    std::size_t limit) {
  Book book = read(account);
  const auto of = book.group(visitor);
  std::erase_if(book.edits, [&](const auto& edit) {
    return !of.contains(edit.visitor) || (before > 0 && edit.number >= before);
  });
  return last(std::move(book.edits), limit, &ports::PersonEdit::number);
}

std::vector<ports::PastInvitation> MemoryArchive::invitations(core::AccountId account,
                                                              core::VisitorId visitor,
                                                              core::Time before,
                                                              std::size_t limit) {
  Book book = read(account);
  const auto of = book.group(visitor);
  std::erase_if(book.invitations, [&](const auto& each) {
    return !of.contains(each.visitor) || (before != core::Time{} && each.at >= before);
  });
  return last(std::move(book.invitations), limit, &ports::PastInvitation::at);
}

}  // namespace usher::adapters
