#pragma once
// Events and floors as text, for the journal's `body` column and its snapshots. UTF-8, no NUL: both
// engines can store it and a person can read it.
//
// An event's body is its fields, separated by tabs ("\t", "\n", "\\" and "\0" inside a field are
// escaped with a backslash); its name stands beside it. Fields are only ever added at the end, and
// a missing one reads as its default, so old journals stay readable. A snapshot is one record a
// line, the first naming the format's version.

#include <optional>
#include <string>
#include <string_view>

#include "core/event.hpp"
#include "core/floor.hpp"
#include "core/form.hpp"

namespace usher::core {

std::string_view name_of(const Event& event);  // "message_posted": stable, stored

// Appends to `out`, so that a batch needs one buffer.
void encode_body(const Event& event, std::string& out);
std::optional<Event> decode_event(std::string_view name, std::string_view body);

// A site's form as one text, for the directory.
std::string encode_form(const Form& form);
std::optional<Form> decode_form(std::string_view text);

// An account's custom fields, the same way.
std::string encode_person_fields(const PersonFields& fields);
std::optional<PersonFields> decode_person_fields(std::string_view text);

// A policy as one text, for events, snapshots and the directory.
std::string encode_policy(const QueuePolicy& policy);
std::optional<QueuePolicy> decode_policy(std::string_view text);

std::string encode_snapshot(const Floor& floor);
// None when the text is damaged or of another version: the floor is then rebuilt from the events.
std::optional<Floor> decode_snapshot(std::string_view text);

}  // namespace usher::core
