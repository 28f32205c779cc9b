#include "core/form.hpp"

#include "core/codec.hpp"
#include "unit/core/scene.hpp"

namespace usher::test {
namespace {

using core::FieldKind;
using core::Form;
using core::FormField;

const FormField name{FieldKind::name, "", "", false, {}};
const FormField email{FieldKind::email, "", "", true, {}};
const FormField phone{FieldKind::phone, "", "", false, {}};
const FormField order{FieldKind::text, "order", "Order number", false, {}};
const FormField topic{FieldKind::choice, "topic", "What about?", true, {"Refund", "Delivery"}};

std::string fault(const Form& form) {
  const auto found = core::fault_of(form);
  return found ? found->field : "none";
}

FormField but(FormField field, void (*change)(FormField&)) {
  change(field);
  return field;
}

command::Identify answers(std::optional<std::string> mail, core::Attributes attributes = {}) {
  return {vera, {}, std::move(mail), {}, std::move(attributes)};
}

std::string fault(const Form& form, const command::Identify& given,
                  const core::Visitor* visitor = nullptr) {
  const auto found = core::fault_of(form, visitor, given);
  return found ? (found->missing ? "missing " : "bad ") + found->field : "none";
}

}  // namespace

TEST_CASE("a form's faults name the member") {
  CHECK(fault({}) == "none");
  CHECK(fault({name, email, phone, order, topic}) == "none");
  CHECK(fault({name, email, but(order, [](auto& f) { f.name.clear(); })}) == "2.name");
  CHECK(fault({but(order, [](auto& f) { f.name.assign(65, 'x'); })}) == "0.name");
  CHECK(fault({but(order, [](auto& f) { f.label = "  "; })}) == "0.label");
  CHECK(fault({but(order, [](auto& f) { f.label = "two\nlines"; })}) == "0.label");
  CHECK(fault({but(name, [](auto& f) { f.label.assign(201, 'x'); })}) == "0.label");
  CHECK(fault({but(name, [](auto& f) { f.name = "order"; })}) == "0.name");
  CHECK(fault({but(email, [](auto& f) { f.options = {"a", "b"}; })}) == "0.options");
  CHECK(fault({but(topic, [](auto& f) { f.options = {"only"}; })}) == "0.options");
  CHECK(fault({but(topic, [](auto& f) { f.options = {"same", "same"}; })}) == "0.options");
  CHECK(fault({but(topic, [](auto& f) { f.options = {"a", " "}; })}) == "0.options");
  CHECK(fault({but(topic, [](auto& f) { f.options.assign(51, "x"); })}) == "0.options");
  CHECK(fault({email, name, email}) == "2.kind");
  CHECK(fault({order, but(topic, [](auto& f) { f.name = "order"; })}) == "1.name");
  CHECK(fault(Form(limits::form_fields_max + 1, order)).empty());
}

TEST_CASE("answers are checked by what their fields ask for") {
  const Form form{name, email, phone, topic};
  CHECK(fault(form, answers("a@b.cn", {{"topic", "Refund"}})) == "none");
  CHECK(fault(form, answers({}, {{"topic", "Refund"}})) == "missing email");
  CHECK(fault(form, answers("  ", {{"topic", "Refund"}})) == "missing email");
  CHECK(fault(form, answers("nobody", {{"topic", "Refund"}})) == "bad email");
  CHECK(fault(form, answers("a@b.cn")) == "missing attributes.topic");
  CHECK(fault(form, answers("a@b.cn", {{"topic", "Praise"}})) == "bad attributes.topic");
  CHECK(fault(form, answers("a@b.cn", {{"topic", "Refund"}, {"vip", "1"}})) ==
        "bad attributes.vip");
  command::Identify with_phone = answers("a@b.cn", {{"topic", "Refund"}});
  with_phone.phone = "call me";
  CHECK(fault(form, with_phone) == "bad phone");
  CHECK(fault({email}, with_phone) == "bad phone");  // nobody asked
}

TEST_CASE("an e-mail address and a phone number are known by their shape") {
  for (const char* good : {"a@b.cn", "li.lei+shop@mail.example.com", "李雷@例子.中国"}) {
    CHECK(core::is_email(good));
  }
  for (const char* bad : {"", "@", "a@", "@b.cn", "a@b", "a@b.", "a@.cn", "a@b..cn", "a b@c.cn",
                          "a@b@c.cn", "a@b.cn\n"}) {
    CHECK_FALSE(core::is_email(bad));
  }
  CHECK_FALSE(core::is_email(std::string(250, 'a') + "@b.cn"));
  for (const char* good : {"12345", "+86 138-0013-8000", "(010) 6552.9988", "400/820#1"}) {
    CHECK(core::is_phone(good));
  }
  for (const char* bad :
       {"", "1234", "138x00138000", "86+13800138000", "+", "123456789012345678901"}) {
    CHECK_FALSE(core::is_phone(bad));
  }
}

TEST_CASE("who is known is not asked again, and who is known in part is asked for the rest") {
  const Form form{name, email, topic};
  core::Visitor visitor;
  CHECK(core::to_ask(form, nullptr) == form);
  CHECK(core::lacking(form, nullptr)->kind == FieldKind::email);
  visitor.email = "not an address";  // as a page told it
  CHECK(core::to_ask(form, &visitor) == form);
  visitor.email = "a@b.cn";
  CHECK(core::to_ask(form, &visitor) == Form{name, topic});
  CHECK(core::lacking(form, &visitor)->kind == FieldKind::choice);
  visitor.attributes["topic"] = "Refund";
  CHECK(core::to_ask(form, &visitor).empty());
  CHECK_FALSE(core::lacking(form, &visitor));
  CHECK(fault(form, answers({}), &visitor) == "none");
  visitor.attributes["topic"] = "Gone from the options";
  CHECK(core::lacking(form, &visitor));
}

TEST_CASE("a form that requires nothing asks until something is known, and stands in no way") {
  const Form form{name, order};
  CHECK(core::to_ask(form, nullptr) == form);
  CHECK_FALSE(core::lacking(form, nullptr));
  core::Visitor visitor;
  visitor.name = "李雷";
  CHECK(core::to_ask(form, &visitor).empty());
  CHECK(core::to_ask({}, nullptr).empty());
}

TEST_CASE("a form is read as it was written; what is no form is none") {
  const Form form{name, email, phone, order, but(topic, [](auto& f) {
                    f.label = "tab\t back\\ 您好";
                    f.options = {"a\tb", "c\\n"};
                  })};
  CHECK(core::decode_form(core::encode_form(form)) == form);
  CHECK(core::decode_form("") == Form{});
  CHECK_FALSE(core::decode_form("9\t\t\t0\t"));
  CHECK_FALSE(core::decode_form("0\t\t\tperhaps\t"));
}

}  // namespace usher::test
