#include "core/form.hpp"

#include <algorithm>
#include <set>

#include "core/floor.hpp"
#include "core/limits.hpp"

namespace usher::core {
namespace {

constexpr std::size_t phone_digits_min = 5;
constexpr std::size_t phone_digits_max = 20;

bool is_attribute(FieldKind kind) { return kind == FieldKind::text || kind == FieldKind::choice; }

bool is_line(std::string_view text, std::size_t bytes_max) {
  return text.size() <= bytes_max && std::ranges::none_of(text, [](char c) {
           return static_cast<unsigned char>(c) < ' ' || c == '\x7f';
         });
}

// Blanks alone say nothing.
bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\n") == text.npos; }

std::optional<std::string> known(const FormField& field, const Visitor* visitor) {
  if (!visitor) return std::nullopt;
  switch (field.kind) {
    case FieldKind::name:
      return visitor->name;
    case FieldKind::email:
      return visitor->email;
    case FieldKind::phone:
      return visitor->phone;
    case FieldKind::text:
    case FieldKind::choice: {
      const auto found = visitor->attributes.find(field.name);
      if (found != visitor->attributes.end()) return found->second;
    }
  }
  return std::nullopt;
}

bool fits(const FormField& field, std::string_view value) {
  if (is_blank(value)) return false;
  switch (field.kind) {
    case FieldKind::name:
    case FieldKind::text:
      return true;
    case FieldKind::email:
      return is_email(value);
    case FieldKind::phone:
      return is_phone(value);
    case FieldKind::choice:
      return std::ranges::find(field.options, value) != field.options.end();
  }
  return false;
}

bool answered(const FormField& field, const Visitor* visitor) {
  const auto value = known(field, visitor);
  return value && fits(field, *value);
}

std::optional<std::string> answer_to(const FormField& field, const command::Identify& answers) {
  Visitor told;
  told.name = answers.name;
  told.email = answers.email;
  told.phone = answers.phone;
  told.attributes = answers.attributes;
  return known(field, &told);
}

std::optional<FormFault> fault_of_options(const FormField& field, const std::string& path) {
  if (field.kind != FieldKind::choice) {
    if (field.options.empty()) return std::nullopt;
    return FormFault{path + ".options", "only a choice has options"};
  }
  if (field.options.size() < 2 || field.options.size() > limits::form_options_max) {
    return FormFault{path + ".options", "a choice has 2 to 50 options"};
  }
  std::set<std::string_view> seen;
  for (const std::string& option : field.options) {
    const bool good = !is_blank(option) && is_line(option, limits::form_label_bytes_max);
    if (!good || !seen.insert(option).second) {
      return FormFault{path + ".options", "an option is one line, and differs from the others"};
    }
  }
  return std::nullopt;
}

std::optional<FormFault> fault_of_field(const FormField& field, const std::string& path) {
  if (!is_line(field.label, limits::form_label_bytes_max)) {
    return FormFault{path + ".label", "a label is one line of at most 200 bytes"};
  }
  if (!is_attribute(field.kind)) {
    if (!field.name.empty()) return FormFault{path + ".name", "only a text or a choice has one"};
    return fault_of_options(field, path);
  }
  if (is_blank(field.name) || !is_line(field.name, limits::attribute_name_bytes_max)) {
    return FormFault{path + ".name", "an attribute has a name of 1 to 64 bytes"};
  }
  if (is_blank(field.label)) return FormFault{path + ".label", "visitors need to read what for"};
  return fault_of_options(field, path);
}

}  // namespace

std::optional<FormFault> fault_of(const Form& form) {
  if (form.size() > limits::form_fields_max) return FormFault{"", "at most 10 fields"};
  std::set<std::string> paths;
  for (std::size_t i = 0; i < form.size(); ++i) {
    const std::string path = std::to_string(i);
    if (auto fault = fault_of_field(form[i], path)) return fault;
    if (paths.insert(path_of(form[i])).second) continue;
    const char* const what = is_attribute(form[i].kind) ? ".name" : ".kind";
    return FormFault{path + what, "the form asks for it twice"};
  }
  return std::nullopt;
}

const FormField* lacking(const Form& form, const Visitor* visitor) {
  for (const FormField& field : form) {
    if (field.required && !answered(field, visitor)) return &field;
  }
  return nullptr;
}

Form to_ask(const Form& form, const Visitor* visitor) {
  const auto is_answered = [visitor](const FormField& field) { return answered(field, visitor); };
  const bool requires_some = std::ranges::any_of(form, &FormField::required);
  const bool satisfied =
      requires_some ? !lacking(form, visitor) : std::ranges::any_of(form, is_answered);
  Form open;
  if (satisfied) return open;
  for (const FormField& field : form) {
    if (!is_answered(field)) open.push_back(field);
  }
  return open;
}

std::string path_of(const FormField& field) {
  switch (field.kind) {
    case FieldKind::name:
      return "name";
    case FieldKind::email:
      return "email";
    case FieldKind::phone:
      return "phone";
    case FieldKind::text:
    case FieldKind::choice:
      return "attributes." + field.name;
  }
  return {};
}

std::optional<AnswerFault> fault_of(const Form& form, const Visitor* visitor,
                                    const command::Identify& answers) {
  std::set<std::string> asked;
  for (const FormField& field : form) {
    const std::string path = path_of(field);
    asked.insert(path);
    const auto answer = answer_to(field, answers);
    if (answer && !is_blank(*answer)) {
      if (!fits(field, *answer)) return AnswerFault{path, false};
    } else if (field.required && !answered(field, visitor)) {
      return AnswerFault{path, true};
    }
  }
  const auto surplus = [&](const std::optional<std::string>& value, const char* path) {
    return value && !asked.contains(path);
  };
  if (surplus(answers.name, "name")) return AnswerFault{"name", false};
  if (surplus(answers.email, "email")) return AnswerFault{"email", false};
  if (surplus(answers.phone, "phone")) return AnswerFault{"phone", false};
  for (const auto& [name, value] : answers.attributes) {
    if (!asked.contains("attributes." + name)) return AnswerFault{"attributes." + name, false};
  }
  return std::nullopt;
}

std::optional<AnswerFault> fault_of(const Contact& contact) {
  const auto wrong = [](const std::optional<std::string>& value, bool (*is)(std::string_view)) {
    return value && !is_blank(*value) && !is(*value);
  };
  if (wrong(contact.email, &is_email)) return AnswerFault{"email", false};
  if (wrong(contact.phone, &is_phone)) return AnswerFault{"phone", false};
  return std::nullopt;
}

bool is_email(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == text.npos || at == 0 || text.find('@', at + 1) != text.npos) return false;
  if (text.find(' ') != text.npos || !is_line(text, limits::email_bytes_max)) return false;
  const std::string_view domain = text.substr(at + 1);
  const std::size_t dot = domain.rfind('.');
  return dot != domain.npos && domain.find("..") == domain.npos && domain.front() != '.' &&
         dot + 1 < domain.size();
}

bool is_phone(std::string_view text) {
  std::size_t digits = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool digit = c >= '0' && c <= '9';
    if (digit) ++digits;
    const bool sign = std::string_view(" ()-./#").find(c) != std::string_view::npos;
    if (!digit && !sign && !(c == '+' && i == 0)) return false;
  }
  return digits >= phone_digits_min && digits <= phone_digits_max &&
         text.size() <= limits::phone_bytes_max;
}

bool reachable(const Visitor* visitor, const Contact& contact) {
  const auto either = [](const std::optional<std::string>& email,
                         const std::optional<std::string>& phone) {
    return (email && is_email(*email)) || (phone && is_phone(*phone));
  };
  return either(contact.email, contact.phone) ||
         (visitor && either(visitor->email, visitor->phone));
}

}  // namespace usher::core
