#pragma once
// A live table's rows as its watchers were told them, and what is new of one: the members that
// differ, so that a change is worked out and rendered once for all.

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

namespace usher::app {

// What a table knows of its rows; specialised beside them:
//   Id, Change  types; a Change has the row's id, `gone`, and optional members
//   id          the member of a Change that names the row
//   texts(row)  pointers to the row's texts, null where it has none
//   change(before, now)  the members in which `now` differs, none when there are none; without
//                        `before` all of them
template <class Row>
struct RowRules;

template <class Row>
class ToldRows {
 public:
  using Rules = RowRules<Row>;
  using Id = typename Rules::Id;
  using Change = typename Rules::Change;

  // Says what is new of a row and keeps it. `now` null: it is gone.
  std::optional<Change> tell(Id id, const Row* now) {
    const auto kept = kept_.find(id);
    const bool known = kept != kept_.end();
    if (now) {
      auto change = Rules::change(known ? &kept->second.row : nullptr, *now);
      if (change) kept_[id].keep(*now);
      return change;
    }
    if (!known) return std::nullopt;
    Change change{};
    change.*Rules::id = id.value;
    change.gone = true;
    kept_.erase(kept);
    return change;
  }
  void tell(Id id, const Row* now, std::vector<Change>& changes) {
    if (auto change = tell(id, now)) changes.push_back(*change);
  }

  // Keeps a row without a word: a snapshot tells it.
  const Row& keep(Id id, const Row& row) {
    Kept& kept = kept_[id];
    kept.keep(row);
    return kept.row;
  }
  const Row* find(Id id) const {
    const auto kept = kept_.find(id);
    return kept == kept_.end() ? nullptr : &kept->second.row;
  }
  template <class Look>
  void each(Look look) const {
    for (const auto& [id, kept] : kept_) look(id, kept.row);
  }
  void clear() { kept_.clear(); }

 private:
  // A row with the texts that it borrows.
  struct Kept {
    Kept() = default;
    Kept(const Kept&) = delete;
    Kept& operator=(const Kept&) = delete;
    void keep(const Row& told) {
      row = told;
      std::size_t bytes = 0;
      for (const std::string_view* text : Rules::texts(row)) bytes += text ? text->size() : 0;
      texts.resize(bytes);
      char* end = texts.data();
      for (std::string_view* text : Rules::texts(row)) {
        if (!text) continue;
        char* const begin = end;
        end = std::copy(text->begin(), text->end(), begin);
        *text = std::string_view(begin, text->size());
      }
    }
    Row row{};
    std::vector<char> texts;
  };

  std::map<Id, Kept> kept_;
};

// Picks the members in which two rows differ, for RowRules<Row>::change.
template <class Row>
class Difference {
 public:
  Difference(const Row* before, const Row& now) : before_(before), now_(now) {}

  template <class T>
  std::optional<T> operator()(T Row::*member) {
    return differs(member) ? std::optional<T>(now_.*member) : std::nullopt;
  }
  template <class T>
  std::optional<T> operator()(std::optional<T> Row::*member) {
    return differs(member) ? now_.*member : std::nullopt;
  }
  bool any() const { return any_; }

 private:
  bool differs(auto member) {
    const bool yes = !before_ || before_->*member != now_.*member;
    any_ = any_ || yes;
    return yes;
  }

  const Row* before_;
  const Row& now_;
  bool any_ = false;
};

}  // namespace usher::app
