#include "core/codec_alarms.hpp"

#include "core/limits.hpp"

namespace usher::core {
namespace {

using record::Is;

void fields(auto& f, Is<Alarm> auto& alarm) {
  f(alarm.number, alarm.at, alarm.kind, alarm.conversation, alarm.agent, alarm.score, alarm.message,
    alarm.by, alarm.word);
}

}  // namespace

void encode_alarms(const Floor& floor, std::string& out) {
  if (!floor.words.words().empty()) {
    out += "words\t";
    record::Writer{out}(floor.words.words());
    out += '\n';
  }
  for (const Alarm& alarm : floor.alarms) {
    out += "alarm\t";
    record::Writer writer(out);
    fields(writer, alarm);
    out += '\n';
  }
}

bool decode_alarms(Floor& floor, std::string_view kind, record::Reader& reader) {
  if (kind == "words") {
    std::vector<std::string> words;
    reader(words);
    if (!reader.good() || fault_of_words(words)) return false;
    floor.words = WordList(std::move(words));
    return true;
  }
  if (kind != "alarm" || floor.alarms.size() == limits::alarms_max) return false;
  fields(reader, floor.alarms.emplace_back());
  return floor.conversations.contains(floor.alarms.back().conversation);
}

}  // namespace usher::core
