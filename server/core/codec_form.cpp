#include "core/codec.hpp"
#include "core/record.hpp"

namespace usher::core {
namespace {

void fields(auto& f, record::Is<FormField> auto& field) {
  f(field.kind, field.name, field.label, field.required, field.options);
}

}  // namespace

std::string encode_form(const Form& form) {
  std::string text;
  record::Writer writer(text);
  for (const FormField& field : form) fields(writer, field);
  return text;
}

std::optional<Form> decode_form(std::string_view text) {
  Form form;
  if (text.empty()) return form;
  record::Reader reader(text);
  while (reader.good() && !reader.at_end()) fields(reader, form.emplace_back());
  if (!reader.good()) return std::nullopt;
  return form;
}

}  // namespace usher::core
