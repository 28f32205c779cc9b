import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { afterEach, test } from "node:test";
import { isKey, locale } from "../src/i18n/text.ts";
import { campaignText, sourceText } from "../src/state/source.ts";
import type { Source } from "../src/state/wire.ts";

const source = (over: Partial<Source>): Source => ({
  channel: "search",
  keyword_state: "none",
  ...over,
});
const both = (over: Partial<Source>): string[] =>
  (["en", "zh-CN"] as const).map((each) => {
    locale.value = each;
    return sourceText(source(over));
  });

afterEach(() => {
  locale.value = "zh-CN";
});

test("a source says its engine and keyword, or that the engine hides it", () => {
  assert.deepEqual(both({ name: "baidu", keyword_state: "given", keyword: "在线客服" }), [
    "Baidu search · keyword 在线客服",
    "百度 搜索 · 关键词 在线客服",
  ]);
  assert.deepEqual(both({ name: "google", keyword_state: "hidden" }), [
    "Google search · keyword hidden by the engine",
    "谷歌 搜索 · 搜索引擎未提供关键词",
  ]);
  assert.deepEqual(both({ name: "bing" }), ["Bing search", "必应 搜索"]);
});

test("each channel has words, with a name and without", () => {
  assert.deepEqual(both({ channel: "direct" }), ["Direct", "直接访问"]);
  assert.deepEqual(both({ channel: "ad", ad_network: "baidu" }), ["Baidu ad", "百度 广告"]);
  assert.deepEqual(both({ channel: "ad" }), ["Ad", "广告"]);
  assert.deepEqual(both({ channel: "social", name: "wechat" }), ["WeChat", "微信"]);
  assert.deepEqual(both({ channel: "email" }), ["Email", "邮件"]);
  assert.deepEqual(both({ channel: "referral", host: "a.example" }), ["a.example", "a.example"]);
  assert.deepEqual(both({ channel: "referral" }), ["Campaign link", "推广链接"]);
  assert.deepEqual(both({ channel: "social", name: "newer" }), ["newer", "newer"]);
});

test("a campaign is one line of what was told", () => {
  const parts = { source: "google", medium: "cpc", name: "spring", term: "", content: "top" };
  assert.equal(campaignText(source({ campaign: parts })), "spring · google / cpc · top");
  assert.equal(campaignText(source({})), "");
});

test("every engine and network of the server's table has a name in the console", () => {
  const rows = readFileSync("../app/source/rules.cpp", "utf8").matchAll(
    /\{(?:ad|email|social|search), "(\w+)"|\{"\w+", "(\w+)"/g,
  );
  const names = [...rows].map((row) => row[1] ?? row[2] ?? "");
  assert.ok(names.length > 60);
  assert.deepEqual(
    names.filter((name) => !isKey(`source.name.${name}`)),
    [],
  );
});
