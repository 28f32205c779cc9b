#include "app/source/read_source.hpp"

#include <algorithm>

#include "app/source/address.hpp"
#include "app/source/rules.hpp"
#include "core/limits.hpp"

namespace usher::app {
namespace {

using core::Channel;
using core::KeywordState;

// Calls `take` with each word of a list until it returns true.
template <class Take>
void each_word(std::string_view list, Take take) {
  while (!list.empty()) {
    const std::string_view word = list.substr(0, list.find(' '));
    if (take(word)) return;
    list.remove_prefix(std::min(word.size() + 1, list.size()));
  }
}

bool is_word_of(std::string_view word, std::string_view list) {
  bool found = false;
  each_word(list, [&](std::string_view each) { return found = each == word; });
  return found;
}

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return text;
}

std::string_view bare(std::string_view host) {
  return host.starts_with("www.") ? host.substr(4) : host;
}

// Engines say in "ie" how the keyword is written, when they say it.
Encoding encoding_of(std::string_view query, Encoding usual) {
  if (usual != Encoding::chinese) return usual;
  const std::string told = lower(parameter(query, "ie").value_or(""));
  if (told.starts_with("gb")) return Encoding::gbk;
  return told == "utf-8" || told == "utf8" ? Encoding::either : usual;
}

void read_keyword(core::Source& source, const SourceRule& rule, std::string_view query,
                  const ports::Charset& charset) {
  if (rule.channel != Channel::search) return;
  source.keyword_state = KeywordState::hidden;
  each_word(rule.keywords, [&](std::string_view name) {
    const auto bytes = parameter(query, name);
    if (!bytes || bytes->empty()) return false;
    const auto text =
        read_text(*bytes, encoding_of(query, rule.encoding), limits::keyword_bytes_max, charset);
    source.keyword_state = KeywordState::none;
    if (!text || text->empty()) return false;
    source.keyword_state = KeywordState::given;
    source.keyword = *text;
    return true;
  });
}

core::Campaign read_campaign(std::string_view query, const ports::Charset& charset) {
  // The names of Google's convention, then those of Baidu's and of Matomo's.
  const auto first = [&](std::string_view names) {
    std::string value;
    each_word(names, [&](std::string_view name) {
      const auto bytes = parameter(query, name);
      if (!bytes) return false;
      value = read_text(*bytes, Encoding::either, limits::campaign_bytes_max, charset).value_or("");
      return !value.empty();
    });
    return value;
  };
  return {first("utm_source hmsr mtm_source"), first("utm_medium mtm_medium"),
          first("utm_campaign hmpl mtm_campaign pk_campaign"),
          first("utm_term hmkw mtm_kwd pk_kwd"), first("utm_content hmci mtm_content")};
}

// What the link's owner says the link is; none: nothing that counts.
std::optional<Channel> channel_of(const std::string& medium) {
  const std::string word = lower(medium);
  constexpr std::string_view paid = "cpc ppc cpm cpa cpv cpt sem ad ads display banner retargeting";
  if (is_word_of(word, paid) || word.starts_with("paid")) return Channel::ad;
  if (is_word_of(word, "email e-mail edm newsletter")) return Channel::email;
  if (is_word_of(word, "social sns social-media social_media")) return Channel::social;
  return std::nullopt;
}

void read_referrer(core::Source& source, const Address& from, const std::string& here,
                   const ports::Charset& charset) {
  source.host = from.host;
  if (bare(from.host) == bare(here)) {
    source.channel = Channel::internal;
    return;
  }
  source.channel = Channel::referral;
  const SourceRule* rule = rule_of(from.host);
  if (!rule) return;
  source.channel = rule->channel;
  source.name = rule->name;
  if (rule->channel == Channel::ad) source.ad_network = rule->name;
  read_keyword(source, *rule, from.query, charset);
}

// Click ids prove more than a campaign's words, and both more than the page before.
void read_landing(core::Source& source, std::string_view query, const ports::Charset& charset) {
  source.campaign = read_campaign(query, charset);
  const bool by_link = source.channel == Channel::direct || source.channel == Channel::referral;
  if (const auto told = channel_of(source.campaign.medium)) {
    if (*told == Channel::ad || by_link) source.channel = *told;
  } else if (source.channel == Channel::direct && source.campaign != core::Campaign{}) {
    source.channel = Channel::referral;
  }
  for (const ClickRule& rule : click_rules()) {
    if (parameter(query, rule.parameter).value_or("").empty()) continue;
    if (source.name.empty()) source.name = rule.network;
    if (rule.is_ad) {
      source.channel = Channel::ad;
      source.ad_network = rule.network;
    } else if (by_link && source.channel != Channel::ad) {
      source.channel = Channel::social;
    }
    return;
  }
}

}  // namespace

core::Source read_source(std::string_view referrer, std::string_view landing,
                         const ports::Charset& charset) {
  core::Source source;
  const auto from = read_address(referrer);
  const auto here = read_address(landing);
  if (from) read_referrer(source, *from, here ? here->host : std::string(), charset);
  // A page of the same site was reached by a link there, whatever its address still carries.
  if (here && source.channel != Channel::internal) read_landing(source, here->query, charset);
  return source;
}

}  // namespace usher::app
