// tests/contract/protocol_build.gen.hpp: the server's frames built from JSON, so that the tests can
// send the golden vectors through the writers and compare.

import { BANNER } from "./cpp_header.mjs";

function built(type, value) {
  switch (type.kind) {
    case "id": return `id_of('${type.prefix}', ${value})`;
    case "text": return `text_of(${value})`;
    case "integer": return `${value}.get<${type.ms ? "std::int64_t" : "std::uint64_t"}>()`;
    case "boolean": return `${value}.get<bool>()`;
    case "map": return `&keep(${value})`;
    case "enum": {
      return `word_of<${type.title}>(text_of(${value}))`;
    }
    case "shape": return `build_${type.title}(${value})`;
  }
  throw new Error(`cannot build ${type.kind}`);
}

function fill(member) {
  const source = `json.at("${member.name}")`;
  const target = `it.${member.name}`;
  if (member.type.kind === "list" && member.optional) {
    return `    if (json.contains("${member.name}")) {\n      ${target}.emplace();\n`
      + `      for (const auto& each : ${source}) {\n`
      + `        ${target}->push_back(${built(member.type.of, "each")});\n      }\n    }\n`;
  }
  if (member.type.kind === "list") {
    return `    for (const auto& each : ${source}) {\n`
      + `      ${target}.push_back(${built(member.type.of, "each")});\n    }\n`;
  }
  const set = `${target} = ${built(member.type, source)};\n`;
  if (member.optional) return `    if (json.contains("${member.name}")) ${set}`;
  if (member.nullable) return `    if (!${source}.is_null()) ${set}`;
  return `    ${set}`;
}

function builder({ title, members }) {
  return `  ${title} build_${title}([[maybe_unused]] const nlohmann::json& json) {\n`
    + `    ${title} it{};\n${members.map(fill).join("")}    return it;\n  }\n\n`;
}

export function test_header(model) {
  const counts = model.enums.map(({ title, words }) =>
    `template <>\ninline constexpr int word_count<${title}> = ${words.length};\n`);
  const dispatch = model.server.map((frame) =>
    `    if (type == ${frame.title}::type) return write(out, build_${frame.title}(json));\n`);
  return `#pragma once
${BANNER}//
// The server's frames from JSON. What a builder gives borrows from the JSON and from the builder.
// clang-format off

#include <deque>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <string_view>

#include "protocol/ids.hpp"
#include "protocol/write.hpp"

namespace usher::protocol {

template <class Word>
inline constexpr int word_count = 0;
${counts.join("")}
class FrameBuilder {
 public:
  void rewrite(std::string& out, const nlohmann::json& json) {
    const std::string_view type = text_of(json.at("type"));
${dispatch.join("")}    throw std::invalid_argument("not a frame of the server");
  }

 private:
  static std::string_view text_of(const nlohmann::json& json) {
    return json.get_ref<const std::string&>();
  }
  static std::uint64_t id_of(char prefix, const nlohmann::json& json) {
    return parse_id(prefix, text_of(json)).value();
  }
  template <class Word>
  static Word word_of(std::string_view text) {
    for (int value = 0; value < word_count<Word>; ++value) {
      if (name_of(static_cast<Word>(value)) == text) return static_cast<Word>(value);
    }
    throw std::invalid_argument("no such word");
  }
  const TextMap& keep(const nlohmann::json& json) {
    return maps_.emplace_back(json.get<TextMap>());
  }

${[...model.shapes, ...model.server].map(builder).join("")}  std::deque<TextMap> maps_;
};

}  // namespace usher::protocol
`;
}
