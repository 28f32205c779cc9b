#include "app/source/device_rules.hpp"

namespace usher::app {
namespace {

// Apps and browsers stand before the engines and browsers that they also claim to be.
constexpr BrowserRule browsers[] = {
    {"wxwork/", "wecom"},
    {"MicroMessenger/", "wechat"},
    {"DingTalk/", "dingtalk"},
    {"AlipayClient/", "alipay"},
    {"AliApp(TB/", "taobao"},
    {"Lark/", "feishu"},
    {"__weibo__", "weibo"},
    {"aweme_", "douyin"},
    {"aweme/", "douyin"},
    {"NewsArticle/", "toutiao"},
    {"baiduboxapp/", "baidu"},
    {"BIDUBrowser/", "baidu"},
    {" QQ/", "qq"},
    {"MQQBrowser/", "qq_browser"},
    {"QQBrowser/", "qq_browser"},
    {"Quark/", "quark"},
    {"UCBrowser/", "uc"},
    {"UBrowser/", "uc"},
    {"QHBrowser/", "360"},
    {"360SE", "360", ""},
    {"360EE", "360", ""},
    {"SogouMobileBrowser/", "sogou"},
    {"MetaSr", "sogou", ""},
    {"Mb2345Browser/", "2345"},
    {"2345Explorer/", "2345"},
    {"LBBROWSER", "liebao", ""},
    {"Maxthon/", "maxthon"},
    {"HuaweiBrowser/", "huawei"},
    {"MiuiBrowser/", "xiaomi"},
    {"HeyTapBrowser/", "oppo"},
    {"VivoBrowser/", "vivo"},
    {"SamsungBrowser/", "samsung"},
    {"FBAV/", "facebook"},
    {"Instagram ", "instagram"},
    {" Line/", "line"},
    {"EdgA/", "edge"},
    {"EdgiOS/", "edge"},
    {"Edg/", "edge"},
    {"Edge/", "edge"},
    {"OPR/", "opera"},
    {"OPT/", "opera"},
    {"Opera Mini/", "opera"},
    {"Opera/", "opera"},
    {"YaBrowser/", "yandex"},
    {"Vivaldi/", "vivaldi"},
    {"DuckDuckGo/", "duckduckgo"},
    {"Whale/", "whale"},
    {"FxiOS/", "firefox"},
    {"SeaMonkey/", "seamonkey"},
    {"Firefox/", "firefox"},
    {"CriOS/", "chrome"},
    {"GSA/", "google"},
    {"; wv)", "webview", "Chrome/"},
    {"ArkWeb/", "webview", "Chrome/"},
    {"Chrome/", "chrome"},
    {"MSIE ", "internet_explorer"},
    {"Trident/", "internet_explorer", "rv:"},
    {"Android", "android", "Version/"},
    {"Safari/", "safari", "Version/"},
    {"AppleWebKit/", "webview", ""},
};

using enum core::DeviceKind;

constexpr SystemRule systems[] = {
    {"OpenHarmony", "harmonyos", phone},
    {"HarmonyOS", "harmonyos", phone},
    {"Windows Phone", "windows_phone", phone},
    {"iPad", "ipados", tablet},
    {"iPhone", "ios", phone},
    {"iPod", "ios", phone},
    {"Tizen", "tizen", unknown},
    {"Web0S", "webos", unknown},
    {"Android", "android", tablet},  // phones say "Mobile"
    {"KAIOS", "kaios", phone},
    {"Windows", "windows", desktop},
    {"Macintosh", "macos", desktop},
    {"CrOS", "chromeos", desktop},
    {"Linux", "linux", desktop},
    {"X11", "unix", desktop},
};

constexpr std::string_view bots[] = {
    "bot/",        "bot;",           "bot)",          "-bot",
    "googlebot",   "spider",         "crawl",         "slurp",
    "archiver",    "inspectiontool", "mediapartners", "facebookexternalhit",
    "headless",    "phantomjs",      "lighthouse",    "pagespeed",
    "pingdom",     "uptimerobot",    "site24x7",      "statuscake",
    "gtmetrix",    "curl/",          "wget/",         "python",
    "go-http",     "java/",          "okhttp",        "scrapy",
    "libwww",      "axios/",         "httpclient",    "http_request",
    "feedfetcher",
};

}  // namespace

std::span<const BrowserRule> browser_rules() { return browsers; }
std::span<const SystemRule> system_rules() { return systems; }
std::span<const std::string_view> bot_marks() { return bots; }

}  // namespace usher::app
