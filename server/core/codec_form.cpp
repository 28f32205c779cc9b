#include "core/codec.hpp"
#include "core/record.hpp"

namespace usher::core {
namespace {

void fields(auto& f, record::Is<FormField> auto& field) {
  f(field.kind, field.name, field.label, field.required, field.options);
}
void fields(auto& f, record::Is<PersonField> auto& field) {
  f(field.kind, field.key, field.label, field.options);
}

template <class Field>
std::string encode(const std::vector<Field>& all) {
  std::string text;
  record::Writer writer(text);
  for (const Field& field : all) fields(writer, field);
  return text;
}

template <class Field>
std::optional<std::vector<Field>> decode(std::string_view text) {
  std::vector<Field> all;
  if (text.empty()) return all;
  record::Reader reader(text);
  while (reader.good() && !reader.at_end()) fields(reader, all.emplace_back());
  if (!reader.good()) return std::nullopt;
  return all;
}

}  // namespace

std::string encode_form(const Form& form) { return encode(form); }
std::optional<Form> decode_form(std::string_view text) { return decode<FormField>(text); }

std::string encode_person_fields(const PersonFields& fields) { return encode(fields); }
std::optional<PersonFields> decode_person_fields(std::string_view text) {
  return decode<PersonField>(text);
}

}  // namespace usher::core
