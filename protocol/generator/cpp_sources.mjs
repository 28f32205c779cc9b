// protocol/cpp/src/*.gen.*: the vocabulary's spellings, the readers' field tables, the writers.

import { BANNER, pascal, wrapped_list } from "./cpp_header.mjs";

const quoted = (word) => `"${word}"`;
const HEAD = `${BANNER}// clang-format off\n\n`;

// Members of client frames share one table of slots: the type may be the last member of a frame, so
// values are kept by name until it is known.
function slots(model) {
  const names = new Set(["type"]);
  for (const frame of model.client) for (const member of frame.members) names.add(member.name);
  return [...names];
}

// A switch on length, then a comparison: fast, and short enough to read.
function lookup(words, result, value) {
  const by_length = new Map();
  for (const word of words) {
    by_length.set(word.length, [...(by_length.get(word.length) ?? []), word]);
  }
  const cases = [...by_length.entries()].sort((a, b) => a[0] - b[0]).map(([length, group]) =>
    `    case ${length}:\n`
    + group.map((word) => `      if (text == "${word}") return ${value(word)};\n`).join("")
    + "      break;\n");
  return `  switch (text.size()) {\n${cases.join("")}    default:\n      break;\n  }\n`
    + `  return ${result};\n`;
}

export function fields_header(model) {
  const names = slots(model);
  const incoming = incoming_enums(model);
  return `#pragma once
${HEAD}#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

#include "protocol/read.hpp"

namespace usher::protocol {

enum class Field : std::uint8_t {
${wrapped_list(names, "  ")}
};
inline constexpr std::size_t field_count = ${names.length};

enum class ClientFrame : std::uint8_t {
${wrapped_list(model.client.map((frame) => frame.name), "  ")}
};

std::optional<Field> field_of(std::string_view text);
std::string_view name_of(Field field);
std::optional<ClientFrame> client_frame_of(std::string_view text);
std::size_t bytes_max_of(ClientFrame frame);

${incoming.map((each) => `bool word_of(std::string_view text, ${each.title}& word);\n`).join("")}
// Fill one frame from what was read. False: the members hold the fault.
class Members;
using VisitorFilled = std::optional<VisitorFrame>;
using AgentFilled = std::optional<AgentFrame>;
VisitorFilled fill_visitor_frame(Members& members, ClientFrame kind);
AgentFilled fill_agent_frame(Members& members, ClientFrame kind);

}  // namespace usher::protocol
`;
}

function incoming_enums(model) {
  const titles = new Set(model.client.flatMap((frame) => frame.members)
    .filter((member) => member.type.kind === "enum").map((member) => member.type.title));
  return model.enums.filter((each) => titles.has(each.title));
}

function take(member) {
  const { type, name } = member;
  const call = member.optional ? "take_optional" : "take";
  const target = `Field::${name}, frame.${name}`;
  switch (type.kind) {
    case "id": return `members.${call}_id(${target}, '${type.prefix}')`;
    case "text": return `members.${call}_text(${target}, ${type.min}, ${type.max})`;
    case "integer": return `members.${call}_integer(${target}, ${type.min}, ${type.max}U)`;
    case "boolean": return `members.${call}_boolean(${target})`;
    case "enum": return `members.${call}_word(${target})`;
    case "map":
      return `members.take_map(frame.${name}, ${type.max}, ${type.key.max}, ${type.value.max})`;
  }
  throw new Error(`clients cannot send ${type.kind} (${name})`);
}

function filler(frame) {
  const steps = frame.members.map(take);
  const body = steps.length === 0 ? "true" : steps.join(" &&\n         ");
  const parameter = `${frame.title}&${steps.length === 0 ? "" : " frame"}`;
  return `bool fill([[maybe_unused]] Members& members, ${parameter}) {\n`
    + `  return ${body};\n}\n\n`;
}

function dispatch(model, role) {
  const title = pascal(role);
  const cases = model.client.map((frame) => frame.roles.includes(role)
    ? `    case ClientFrame::${frame.name}:\n`
      + `      return filled<${title}Frame, ${frame.title}>(members);\n`
    : `    case ClientFrame::${frame.name}:\n`);
  const allowed = cases.filter((_, index) => model.client[index].roles.includes(role));
  const refused = cases.filter((_, index) => !model.client[index].roles.includes(role));
  return `${title}Filled fill_${role}_frame(Members& members, ClientFrame kind) {\n`
    + "  switch (kind) {\n"
    + allowed.join("") + refused.join("")
    + "      members.refuse(ErrorCode::not_allowed, \"type\");\n      return std::nullopt;\n"
    + "  }\n  return std::nullopt;\n}\n";
}

export function read_source(model) {
  return `${HEAD}#include "fields.gen.hpp"
#include "members.hpp"

namespace usher::protocol {
namespace {

${model.client.map(filler).join("")}template <class Frame, class Kind>
std::optional<Frame> filled(Members& members) {
  std::optional<Frame> frame(Kind{});
  if (!fill(members, std::get<Kind>(*frame))) frame.reset();
  return frame;
}

}  // namespace

${dispatch(model, "visitor")}
${dispatch(model, "agent")}
}  // namespace usher::protocol
`;
}

function spelled(type, words, value) {
  const cases = words.map((word, index) =>
    `    case ${type}::${word}:\n      return ${value(word, index)};\n`);
  return `  switch (word) {\n${cases.join("")}  }\n`;
}

export function words_source(model) {
  const names = model.enums.map(({ title, words }) =>
    `std::string_view name_of(${title} word) {\n${spelled(title, words, quoted)}`
    + "  return \"\";\n}\n\n");
  const retries = spelled("ErrorCode", model.errors.map((error) => error.code),
    (_, index) => `Retry::${model.errors[index].retry}`);
  const meanings = spelled("ErrorCode", model.errors.map((error) => error.code),
    (_, index) => `\n          ${JSON.stringify(model.errors[index].doc)}`.replace(/^/, ""));
  const closes = spelled("CloseCode", model.close_codes.map((close) => close.name), quoted);
  const fields = slots(model);
  const frames = model.client.map((frame) => frame.name);
  const readers = incoming_enums(model).map(({ title, words }) =>
    `bool word_of(std::string_view text, ${title}& word) {\n`
    + words.map((word) =>
      `  if (text == "${word}") return word = ${title}::${word}, true;\n`).join("")
    + "  return false;\n}\n\n");
  return `${HEAD}#include "fields.gen.hpp"

namespace usher::protocol {

${names.join("")}Retry retry_of(ErrorCode word) {
${retries}  return Retry::no;
}

std::string_view meaning_of(ErrorCode word) {
${meanings.replace(/return \n/g, "return\n")}  return "";
}

std::string_view name_of(CloseCode word) {
${closes}  return "";
}

std::string_view name_of(Field word) {
${spelled("Field", fields, quoted)}  return "";
}

std::optional<Field> field_of(std::string_view text) {
${lookup(fields, "std::nullopt", (word) => `Field::${word}`)}}

std::optional<ClientFrame> client_frame_of(std::string_view text) {
${lookup(frames, "std::nullopt", (word) => `ClientFrame::${word}`)}}

std::size_t bytes_max_of(ClientFrame word) {
${spelled("ClientFrame", frames, (_, index) => model.client[index].bytes_max)}  return 0;
}

${readers.join("")}}  // namespace usher::protocol
`;
}

// Statements that append a value. `value` is a C++ expression of the member's plain type.
function put(type, value, indent) {
  switch (type.kind) {
    case "id": return `${indent}put_id(out, '${type.prefix}', ${value});\n`;
    case "text": return `${indent}append_json_text(out, ${value});\n`;
    case "integer": return `${indent}put_integer(out, ${value});\n`;
    case "boolean": return `${indent}put_boolean(out, ${value});\n`;
    case "enum": return `${indent}put_word(out, name_of(${value}));\n`;
    case "shape": return `${indent}put(out, ${value});\n`;
    case "map": return `${indent}put_map(out, *${value});\n`;
    case "list": {
      const one = put(type.of, "each", "").trim();
      return `${indent}put_list(out, ${value}, [&out](const auto& each) { ${one} });\n`;
    }
  }
  throw new Error(`cannot write ${type.kind}`);
}

function put_member(member, source, comma) {
  const value = `${source}.${member.name}`;
  const key = `  out += R"(${comma}"${member.name}":)";\n`;
  if (member.optional) {
    return `  if (${value}) {\n  ${key}${put(member.type, `*${value}`, "    ")}  }\n`;
  }
  if (member.nullable) {
    return `${key}  if (${value}) {\n${put(member.type, `*${value}`, "    ")}  } else {\n`
      + "    out += \"null\";\n  }\n";
  }
  return key + put(member.type, value, "  ");
}

function shape_writer({ title, members }) {
  if (members[0].optional) throw new Error(`${title}: the first member must not be optional`);
  const body = members.map((member, index) =>
    put_member(member, "shape", index === 0 ? "{" : ",")).join("");
  return `void put(std::string& out, const ${title}& shape) {\n${body}  out += '}';\n}\n\n`;
}

function frame_writer({ title, name, members }) {
  const body = members.map((member) => put_member(member, "frame", ",")).join("");
  return `void write(std::string& out, const ${title}& frame) {\n`
    + `  out += R"({"type":"${name}")";\n${body}  out += '}';\n}\n`;
}

export function write_source(model) {
  return `${HEAD}#include "protocol/write.hpp"
#include "values.hpp"

namespace usher::protocol {
namespace {

${model.shapes.map(shape_writer).join("")}}  // namespace

${model.server.map(frame_writer).join("\n")}
}  // namespace usher::protocol
`;
}
