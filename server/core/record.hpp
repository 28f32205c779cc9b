#pragma once
// A record: fields separated by tabs; "\t", "\n", "\\" and "\0" inside a field escaped with a
// backslash. Writer and Reader take the same lists of fields, so that a record's format is written
// down once. For the codec only.

#include <charconv>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/codec.hpp"
#include "core/floor.hpp"

namespace usher::core::record {

// A value of this type, to be written (const) or to be read.
template <class T, class Wanted>
concept Is = std::same_as<std::remove_const_t<T>, Wanted>;

void escape(std::string_view text, std::string& out);
std::optional<std::string> unescape(std::string_view field);

class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}

  template <class... T>
  void operator()(const T&... values) {
    (field(values), ...);
  }

 private:
  void begin() {
    if (!first_) out_ += '\t';
    first_ = false;
  }
  template <class T>
  requires std::is_arithmetic_v<T>
  void field(T value) {
    begin();
    char digits[24];
    char* end = digits;
    if constexpr (std::is_same_v<T, bool>) {
      *end++ = value ? '1' : '0';
    } else {
      end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    }
    out_.append(digits, end);
  }
  template <class T>
  requires std::is_enum_v<T>
  void field(T value) { field(static_cast<std::uint64_t>(value)); }
  template <class Tag>
  void field(Id<Tag> id) {
    field(id.value);
  }
  void field(Time time) { field(time.ms); }
  void field(const Author& author) { (*this)(author.kind, author.id); }
  void field(const MarkPair& marks) { (*this)(marks.delivered, marks.read); }
  void field(const Span& span) { (*this)(span.begin, span.end); }
  void field(const Holiday& holiday) { (*this)(holiday.date, holiday.open); }
  void field(const WaitRange& range) { (*this)(range.low_ms, range.high_ms); }
  void field(const Pace& pace) {
    (*this)(pace.answers, pace.place_ms, pace.width, pace.measured_at, pace.judged, pace.kept);
  }
  void field(const Why& why) {
    (*this)(why.strategy, why.kept_for, why.present, why.ready, why.load, why.next, why.passed);
  }
  void field(const Campaign& campaign) {
    (*this)(campaign.source, campaign.medium, campaign.name, campaign.term, campaign.content);
  }
  void field(const File& file) { (*this)(file.key, file.name, file.bytes, file.image); }
  void field(const Source& source) {
    (*this)(source.channel, source.name, source.host, source.keyword_state, source.keyword,
            source.ad_network, source.campaign);
  }
  void field(const Device& device) {
    (*this)(device.kind, device.system, device.browser, device.version);
  }
  void field(const RegionNames& names) { (*this)(names.country, names.province, names.city); }
  void field(const Region& region) { (*this)(region.country, region.zh, region.en); }
  // Absent: an empty field. Present: a record inside it.
  template <class T>
  requires std::is_class_v<T>
  void field(const std::optional<T>& value) {
    std::string inner;
    if (value) Writer{inner}(*value);
    field(inner);
  }
  void field(const Rating& rating) {
    (*this)(rating.score, rating.reasons, rating.comment, rating.agent, rating.at);
  }
  void field(const FoundWord& found) { (*this)(found.message, found.word); }
  void field(const Invited& invited) {
    (*this)(invited.day_began, invited.in_day, invited.refused_at);
  }
  void field(const RuleTimes& it) { (*this)(it.rule, it.times); }
  void field(const WrapUp& work) { (*this)(work.conversation, work.until); }
  void field(const QueueTerms& terms) { (*this)(terms.queue, terms.tier, terms.capacity); }
  void field(const std::string& text) {
    begin();
    escape(text, out_);
  }
  // Absent: an empty field. Present: "=" before it.
  void field(const std::optional<std::string>& text) {
    begin();
    if (!text) return;
    out_ += '=';
    escape(*text, out_);
  }
  void field(const std::optional<Time>& time) { field(time ? time->ms : 0); }
  // Lists are records inside a field.
  template <class T>
  void field(const std::vector<T>& list) {
    std::string inner;
    Writer writer(inner);
    for (const T& element : list) writer(element);
    field(inner);
  }
  void field(const Attributes& attributes) {
    std::string inner;
    Writer writer(inner);
    for (const auto& [name, value] : attributes) writer(name, value);
    field(inner);
  }
  void field(const QueuePolicy& policy) { field(encode_policy(policy)); }

  std::string& out_;
  bool first_ = true;
};

// Missing fields leave their values as they are, further ones are ignored; a field that is no such
// value makes the whole record bad.
class Reader {
 public:
  explicit Reader(std::string_view body) : rest_(body) {}

  template <class... T>
  void operator()(T&... values) {
    (field(values), ...);
  }
  bool good() const { return good_; }
  bool at_end() const { return at_end_; }

 private:
  std::optional<std::string_view> next();

  template <class T>
  requires std::is_arithmetic_v<T>
  void field(T& value) {
    const auto text = next();
    if (!text) return;
    if constexpr (std::is_same_v<T, bool>) {
      good_ = good_ && (*text == "0" || *text == "1");
      value = *text == "1";
    } else {
      const char* const end = text->data() + text->size();
      const auto [stop, error] = std::from_chars(text->data(), end, value);
      good_ = good_ && error == std::errc{} && stop == end;
    }
  }
  template <class T>
  requires std::is_enum_v<T>
  void field(T& value) {
    std::uint64_t number = static_cast<std::uint64_t>(value);
    field(number);
    good_ = good_ && number <= static_cast<std::uint64_t>(last_of(value));
    if (good_) value = static_cast<T>(number);
  }
  template <class Tag>
  void field(Id<Tag>& id) {
    field(id.value);
  }
  void field(Time& time) { field(time.ms); }
  void field(Author& author) { (*this)(author.kind, author.id); }
  void field(MarkPair& marks) { (*this)(marks.delivered, marks.read); }
  void field(Span& span) { (*this)(span.begin, span.end); }
  void field(Holiday& holiday) { (*this)(holiday.date, holiday.open); }
  void field(WaitRange& range) { (*this)(range.low_ms, range.high_ms); }
  void field(Pace& pace) {
    (*this)(pace.answers, pace.place_ms, pace.width, pace.measured_at, pace.judged, pace.kept);
  }
  void field(Why& why) {
    (*this)(why.strategy, why.kept_for, why.present, why.ready, why.load, why.next, why.passed);
  }
  void field(Campaign& campaign) {
    (*this)(campaign.source, campaign.medium, campaign.name, campaign.term, campaign.content);
  }
  void field(File& file) { (*this)(file.key, file.name, file.bytes, file.image); }
  void field(Source& source) {
    (*this)(source.channel, source.name, source.host, source.keyword_state, source.keyword,
            source.ad_network, source.campaign);
  }
  void field(Device& device) {
    (*this)(device.kind, device.system, device.browser, device.version);
  }
  void field(RegionNames& names) { (*this)(names.country, names.province, names.city); }
  void field(Region& region) { (*this)(region.country, region.zh, region.en); }
  template <class T>
  requires std::is_class_v<T>
  void field(std::optional<T>& value) {
    std::string inner;
    field(inner);
    if (inner.empty()) return;
    Reader reader(inner);
    reader(value.emplace());
    good_ = good_ && reader.good();
  }
  void field(Rating& rating) {
    (*this)(rating.score, rating.reasons, rating.comment, rating.agent, rating.at);
  }
  void field(FoundWord& found) { (*this)(found.message, found.word); }
  void field(Invited& invited) { (*this)(invited.day_began, invited.in_day, invited.refused_at); }
  void field(RuleTimes& it) { (*this)(it.rule, it.times); }
  void field(WrapUp& work) { (*this)(work.conversation, work.until); }
  void field(QueueTerms& terms) { (*this)(terms.queue, terms.tier, terms.capacity); }
  void field(std::string& text);
  void field(std::optional<std::string>& text);
  void field(std::optional<Time>& time) {
    Time value = time.value_or(Time{});
    field(value);
    if (value != Time{}) time = value;
  }
  template <class T>
  void field(std::vector<T>& list) {
    std::string inner;
    field(inner);
    if (inner.empty()) return;
    list.clear();
    Reader reader(inner);
    while (reader.good() && !reader.at_end()) reader(list.emplace_back());
    good_ = good_ && reader.good();
  }
  void field(Attributes& attributes);
  void field(QueuePolicy& policy);

  static AuthorKind last_of(AuthorKind) { return AuthorKind::agent; }
  static Channel last_of(Channel) { return Channel::referral; }
  static DeviceKind last_of(DeviceKind) { return DeviceKind::bot; }
  static KeywordState last_of(KeywordState) { return KeywordState::hidden; }
  static Role last_of(Role) { return Role::admin; }
  static AgentStatus last_of(AgentStatus) { return AgentStatus::online; }
  static OfferEnd last_of(OfferEnd) { return OfferEnd::withdrawn; }
  static RequeueReason last_of(RequeueReason) { return RequeueReason::moved_by_supervisor; }
  static LadderStep last_of(LadderStep) { return LadderStep::any_skill; }
  static Strategy last_of(Strategy) { return Strategy::manual; }
  static ConversationState last_of(ConversationState) { return ConversationState::closed; }
  static ParticipantMode last_of(ParticipantMode) { return ParticipantMode::speak; }
  static FieldKind last_of(FieldKind) { return FieldKind::choice; }
  static PersonFieldKind last_of(PersonFieldKind) { return PersonFieldKind::yes_no; }
  static ActKind last_of(ActKind) { return ActKind::set_status; }
  static RatingAnswer last_of(RatingAnswer) { return RatingAnswer::given; }
  static AlarmKind last_of(AlarmKind) { return AlarmKind::word; }
  static InvitationKind last_of(InvitationKind) { return InvitationKind::chat; }
  static InvitationAnswer last_of(InvitationAnswer) { return InvitationAnswer::ignored; }

  std::string_view rest_;
  bool at_end_ = false;
  bool good_ = true;
};

}  // namespace usher::core::record
