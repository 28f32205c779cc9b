#include "app/source/rules.hpp"

#include <algorithm>

namespace usher::app {
namespace {

using enum core::Channel;

// The first row that fits counts, so exceptions stand before their domain.
constexpr SourceRule rules[] = {
    // Pages of engines where nobody searches the web.
    {referral, "", "zhidao.baidu.com baike.baidu.com wenku.baidu.com jingyan.baidu.com"},
    {referral, "", "baijiahao.baidu.com pan.baidu.com map.baidu.com fanyi.baidu.com"},
    {referral, "", "aiqicha.baidu.com b2b.baidu.com wenwen.sogou.com baike.sogou.com"},
    {referral, "", "fanyi.sogou.com wenda.so.com baike.so.com"},

    {ad, "baidu", "cpro.baidu.com pos.baidu.com .baidustatic.com"},
    {ad, "google", ".doubleclick.net .googlesyndication.com .googleadservices.com"},
    {ad, "tencent", ".e.qq.com .gdt.qq.com"},

    {email, "gmail", "mail.google.com com.google.android.gm"},
    {email, "qq_mail", ".mail.qq.com .exmail.qq.com"},
    {email, "netease_mail", ".mail.163.com .mail.126.com .mail.yeah.net .qiye.163.com"},
    {email, "outlook", "outlook.live.com .outlook.com outlook.office.com outlook.office365.com"},
    {email, "yahoo_mail", ".mail.yahoo.com mail.yahoo.co.jp"},
    {email, "yandex_mail", "mail.yandex.*"},
    {email, "sina_mail", ".mail.sina.com.cn .mail.sina.cn"},
    {email, "aliyun_mail", ".mail.aliyun.com qiye.aliyun.com"},

    {social, "tieba", ".tieba.baidu.com .tieba.com"},
    {social, "wechat", ".weixin.qq.com .wechat.com servicewechat.com weixin110.qq.com"},
    {social, "qq", ".qzone.qq.com c.pc.qq.com qm.qq.com i.qq.com com.tencent.mobileqq"},
    {social, "weibo", ".weibo.com .weibo.cn t.cn"},
    {social, "zhihu", ".zhihu.com"},
    {social, "xiaohongshu", ".xiaohongshu.com .xhslink.com"},
    {social, "douyin", ".douyin.com .iesdouyin.com"},
    {social, "kuaishou", ".kuaishou.com .gifshow.com"},
    {social, "bilibili", ".bilibili.com b23.tv"},
    {social, "douban", ".douban.com"},
    {social, "facebook", ".facebook.com .fb.com fb.me .messenger.com com.facebook.katana"},
    {social, "x", "t.co .twitter.com .x.com com.twitter.android"},
    {social, "instagram", ".instagram.com com.instagram.android"},
    {social, "linkedin", ".linkedin.com lnkd.in com.linkedin.android"},
    {social, "reddit", ".reddit.com redd.it com.reddit.frontpage"},
    {social, "youtube", ".youtube.com youtu.be"},
    {social, "tiktok", ".tiktok.com"},
    {social, "pinterest", "pinterest.* .pinterest.com pin.it com.pinterest"},
    {social, "telegram", "t.me .telegram.org .telegram.me org.telegram.messenger"},
    {social, "whatsapp", ".whatsapp.com wa.me"},
    {social, "threads", ".threads.net .threads.com"},
    {social, "vk", ".vk.com .vk.ru"},
    {social, "line", ".line.me"},
    {social, "quora", ".quora.com"},

    {search, "baidu", ".baidu.com .baidu.jp", "wd word kw query", Encoding::chinese},
    {search, "sogou", ".sogou.com .sogo.com", "query keyword w", Encoding::chinese},
    {search, "sogou", ".soso.com", "query w key", Encoding::chinese},
    {search, "360", ".so.com .haosou.com so.360.cn", "q kw", Encoding::chinese},
    {search, "shenma", ".sm.cn", "q keyword", Encoding::chinese},
    {search, "toutiao", "so.toutiao.com so-landing.toutiao.com sou.toutiao.com", "keyword",
     Encoding::chinese},
    {search, "youdao", "youdao.com so.youdao.com", "q", Encoding::chinese},
    {search, "chinaso", ".chinaso.com", "q", Encoding::chinese},
    {search, "petal", ".petalsearch.com", "query"},
    {search, "bing", ".bing.com", "q"},
    {search, "google", "google.* m.google.* images.google.* encrypted.google.* ipv4.google.*", "q"},
    {search, "google", "com.google.android.googlequicksearchbox", "q"},
    {search, "yahoo", ".search.yahoo.com .search.yahoo.co.jp yahoo.com yahoo.co.jp", "p q"},
    {search, "yandex", "yandex.* m.yandex.* ya.ru", "text query"},
    {search, "duckduckgo", ".duckduckgo.com com.duckduckgo.mobile.android", "q"},
    {search, "naver", ".search.naver.com", "query"},
    {search, "daum", ".search.daum.net", "q"},
    {search, "ecosia", ".ecosia.org", "q"},
    {search, "seznam", "search.seznam.cz", "q"},
    {search, "qwant", ".qwant.com", "q"},
    {search, "brave", "search.brave.com", "q"},
    {search, "startpage", ".startpage.com", "query q"},
    {search, "ask", ".ask.com", "q"},
    {search, "aol", ".search.aol.com search.aol.*", "q query"},
    {search, "mail_ru", "go.mail.ru", "q"},
    {search, "rambler", "nova.rambler.ru", "query"},
    {search, "coccoc", "coccoc.com", "query"},
    {search, "mojeek", "mojeek.com", "q"},
    {search, "swisscows", "swisscows.com", "query"},
    {search, "kagi", "kagi.com", "q"},
    {search, "lycos", "search.lycos.com", "q query"},

    {social, "toutiao", ".toutiao.com .toutiaocdn.com"},
};

constexpr ClickRule clicks[] = {
    {"gclid", "google"},           {"gbraid", "google"},  {"wbraid", "google"},
    {"dclid", "google"},           {"bd_vid", "baidu"},   {"msclkid", "bing"},
    {"qhclickid", "360"},          {"sg_vid", "sogou"},   {"uctrackid", "shenma"},
    {"gdt_vid", "tencent"},        {"qz_gdt", "tencent"}, {"weixinadinfo", "tencent"},
    {"ttclid", "tiktok"},          {"twclid", "x"},       {"li_fat_id", "linkedin"},
    {"rdt_cid", "reddit"},         {"epik", "pinterest"}, {"yclid", "yandex"},
    {"fbclid", "facebook", false},
};

// "de", "com", "co.uk", "com.hk"
bool is_country(std::string_view ending) {
  const auto dot = ending.find('.');
  const std::string_view first = ending.substr(0, dot);
  if (first.size() < 2 || first.size() > 3) return false;
  return dot == std::string_view::npos || ending.size() - dot == 3;
}

bool fits(std::string_view host, std::string_view pattern) {
  if (pattern.starts_with('.')) {
    return host.ends_with(pattern) || host == pattern.substr(1);
  }
  if (pattern.ends_with('*')) {
    pattern.remove_suffix(1);
    return host.starts_with(pattern) && is_country(host.substr(pattern.size()));
  }
  return host == pattern;
}

bool fits_any(std::string_view host, std::string_view patterns) {
  while (!patterns.empty()) {
    const std::string_view pattern = patterns.substr(0, patterns.find(' '));
    if (fits(host, pattern)) return true;
    patterns.remove_prefix(std::min(pattern.size() + 1, patterns.size()));
  }
  return false;
}

}  // namespace

const SourceRule* rule_of(std::string_view host) {
  if (host.starts_with("www.")) host.remove_prefix(4);
  const auto found = std::ranges::find_if(
      rules, [&](const SourceRule& rule) { return fits_any(host, rule.hosts); });
  return found == std::end(rules) || found->name.empty() ? nullptr : found;
}

std::span<const ClickRule> click_rules() { return clicks; }

}  // namespace usher::app
