#include "app/people_import.hpp"

#include <algorithm>

#include "core/limits.hpp"
#include "core/people_limits.hpp"
#include "protocol/json_write.hpp"

namespace usher::app {

namespace {

constexpr std::size_t rows_at_once = 50;

}  // namespace

void PeopleImport::step() {
  if (next_ == order_.rows.size()) return finish();
  const std::size_t first = next_;
  next_ = std::min(first + rows_at_once, order_.rows.size());
  world_.archivist.ask(
      world_.front,
      [self = shared_from_this(), first, end = next_](ports::Archive& archive) {
        return self->look(archive, first, end);
      },
      [self = shared_from_this()](const std::optional<Part>& part) {
        if (!part) return self->respond_(too_busy());
        self->take(*part);
      });
}

PeopleImport::Part PeopleImport::look(ports::People& people, std::size_t first,
                                      std::size_t end) const {
  Part part;
  for (std::size_t i = first; i < end; ++i) {
    const CsvRow& row = order_.rows[i];
    RowFault fault;
    const auto wanted = order_.table.read(row, fault);
    const auto person = wanted ? find_wanted(people, order_.account, *wanted, fault) : std::nullopt;
    if (!person) {
      fault.line = row.line;
      part.faults.push_back(std::move(fault));
      continue;
    }
    auto changes = changes_of(*person, *wanted, order_.by);
    ++(changes.empty() ? part.same : part.people);
    std::ranges::move(changes, std::back_inserter(part.commands));
  }
  return part;
}

void PeopleImport::take(Part part) {
  people_ += part.people;
  same_ += part.same;
  values_ += part.commands.size();
  fault_count_ += part.faults.size();
  for (RowFault& fault : part.faults) {
    if (faults_.size() < limits::import_faults_max) faults_.push_back(std::move(fault));
  }
  if (order_.dry || part.commands.empty()) return step();
  world_.command(order_.account, std::move(part.commands),
                 [self = shared_from_this()](FloorAnswer answer) {
                   if (answer == FloorAnswer::not_stored) return self->respond_(too_busy());
                   self->step();
                 });
}

void PeopleImport::finish() {
  std::string body;
  protocol::ObjectWriter writer(body);
  writer.boolean("dry", order_.dry);
  writer.integer("people", static_cast<std::int64_t>(people_));
  writer.integer("values", static_cast<std::int64_t>(values_));
  writer.integer("same", static_cast<std::int64_t>(same_));
  writer.integer("error_count", static_cast<std::int64_t>(fault_count_));
  writer.list("errors", faults_, [&](const RowFault& fault) {
    protocol::ObjectWriter each(body);
    each.integer("line", static_cast<std::int64_t>(fault.line));
    each.text("column", fault.column);
    each.text("code", fault.code);
    each.text("message", fault.why);
    each.end();
  });
  writer.end();
  respond_(json_response(200, std::move(body)));
}

}  // namespace usher::app
