import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { signal } from "@preact/signals";
import { catalogues, isKey, locale } from "../src/i18n/text.ts";
import { browserText, deviceText } from "../src/state/device.ts";
import { placeText, regionText } from "../src/state/region.ts";
import {
  choicesOf,
  columnsOf,
  dwellOf,
  filtered,
  no_filter,
  readViews,
  type SavedView,
  saved_views_max,
  sorted,
} from "../src/state/visitor_rows.ts";
import { VisitorsDesk } from "../src/state/visitors.ts";
import type { Region, VisitorRow } from "../src/state/wire.ts";

const now = 10_000_000;

const row = (visitor: string, changes: Partial<VisitorRow> = {}): VisitorRow => ({
  visitor,
  name: "",
  standing: "anonymous",
  site: "shop",
  started_at: now - 60_000,
  pages: 1,
  visits: 1,
  page_at: now - 60_000,
  url: "https://shop.example/tea",
  title: "Tea",
  channel: "direct",
  source: "",
  keyword: "",
  device: "desktop",
  system: "windows",
  browser: "chrome",
  version: 142,
  state: "browsing",
  ...changes,
});

const ids = (rows: readonly VisitorRow[]): string => rows.map(({ visitor }) => visitor).join(" ");
const ada = row("v_1", { name: "Ada", pages: 9, state: "chatting", agent_name: "林", source: "baidu",
  channel: "search", keyword: "紫砂壶" });
const bob = row("v_2", { name: "bob", pages: 12, site: "blog", started_at: now - 5_000 });
const nobody = row("v_3", { pages: 2, state: "left", started_at: now - 90_000,
  left_at: now - 80_000, channel: "search", source: "bing" });
const everyone = [ada, bob, nobody];

function desk(): VisitorsDesk {
  const visitors = new VisitorsDesk(signal<readonly SavedView[]>([]), {
    now: signal(now),
    align: () => {},
  });
  const rows = new Map(everyone.map((each) => [each.visitor, each]));
  visitors.table.value = { rows, next: null };
  return visitors;
}

test("filters narrow by site, state, source and every word of a text", () => {
  const with_filter = (part: object): string => ids(filtered(everyone, { ...no_filter, ...part }));
  assert.equal(with_filter({}), "v_1 v_2 v_3");
  assert.equal(with_filter({ site: "blog" }), "v_2");
  assert.equal(with_filter({ state: "left" }), "v_3");
  assert.equal(with_filter({ source: "search" }), "v_1 v_3");
  assert.equal(with_filter({ source: "search/baidu" }), "v_1");
  assert.equal(with_filter({ text: " ADA 紫砂 " }), "v_1");
  assert.equal(with_filter({ text: "tea 林" }), "v_1");
  assert.equal(with_filter({ text: "tea coffee" }), "");
});

test("each column sorts both ways; what is empty comes last either way", () => {
  const by = (column: Parameters<typeof sorted>[1]["column"], descending = false): string =>
    ids(sorted(everyone, { column, descending }, now));
  assert.equal(by("name"), "v_1 v_2 v_3");
  assert.equal(by("name", true), "v_2 v_1 v_3");
  assert.equal(by("pages", true), "v_2 v_1 v_3");
  assert.equal(by("dwell"), "v_2 v_3 v_1");
  assert.equal(by("keyword", true), "v_1 v_2 v_3");
  assert.equal(by("state"), "v_1 v_2 v_3");
});

test("dwell stands still once the visitor has left", () => {
  assert.equal(dwellOf(nobody, now), 10_000);
  assert.equal(dwellOf(bob, now), 5_000);
  assert.equal(dwellOf(bob, now - 9_000), 0);
});

test("choices are what rows have, each once", () => {
  assert.deepEqual(choicesOf([...everyone, ada]), {
    sites: ["blog", "shop"],
    sources: ["search/baidu", "search/bing"],
    regions: [],
  });
});

const shenzhen: Region = {
  country: "CN",
  zh: { country: "中国", province: "广东", city: "深圳" },
  en: { country: "China", province: "Guangdong", city: "Shenzhen" },
};
const beijing: Region = {
  country: "CN",
  zh: { country: "中国", province: "北京市", city: "北京" },
  en: { country: "China", province: "Beijing", city: "Beijing" },
};
const japan: Region = {
  country: "JP",
  zh: { country: "日本", province: "", city: "" },
  en: { country: "Japan", province: "", city: "" },
};

test("a region is read in the order of its language, and says nothing twice", () => {
  locale.value = "zh-CN";
  assert.equal(regionText(shenzhen), "中国 广东 深圳");
  assert.equal(regionText(beijing), "中国 北京市");
  assert.equal(placeText(shenzhen), "广东 深圳");
  assert.equal(placeText(japan), "");
  locale.value = "en";
  assert.equal(regionText(shenzhen), "Shenzhen, Guangdong, China");
  assert.equal(regionText(beijing), "Beijing, China");
  assert.equal(regionText(japan), "Japan");
  locale.value = "zh-CN";
});

test("regions are filtered by country or province, searched in both languages, and sorted", () => {
  const rows = [
    row("v_4", { region: shenzhen }),
    row("v_5", { region: japan }),
    row("v_6"),
    row("v_7", { region: beijing }),
  ];
  const found = (part: object): string => ids(filtered(rows, { ...no_filter, ...part }));
  assert.equal(found({ region: "CN" }), "v_4 v_7");
  assert.equal(found({ region: "CN/Guangdong" }), "v_4");
  assert.equal(found({ text: "深圳" }), "v_4");
  assert.equal(found({ text: "japan" }), "v_5");
  const by_region = { column: "region", descending: true } as const;
  assert.equal(ids(sorted(rows, by_region, now)), "v_4 v_7 v_5 v_6");
  assert.deepEqual(
    choicesOf(rows).regions.map(({ key, text }) => `${key}: ${text}`),
    ["JP: 日本", "CN: 中国", "CN/Beijing: 中国 · 北京市", "CN/Guangdong: 中国 · 广东"],
  );
});

test("the column of regions stands only where there is one", () => {
  assert.ok(!columnsOf(everyone).includes("region"));
  assert.ok(columnsOf([...everyone, row("v_4", { region: japan })]).includes("region"));
});

test("the keyboard steps through the rows in sight and stays at the ends", () => {
  const visitors = desk();
  visitors.sort.value = { column: "pages", descending: true };
  visitors.step(1);
  assert.equal(visitors.chosen.value, "v_2");
  visitors.step(-1);
  assert.equal(visitors.chosen.value, "v_2");
  visitors.step(1);
  visitors.step(1);
  visitors.step(1);
  assert.equal(visitors.current.value, nobody);
  visitors.table.value = { rows: new Map(), next: null };
  assert.equal(visitors.current.value, null);
  visitors.step(1);
});

test("a column chosen again turns round, and numbers begin with the largest", () => {
  const visitors = desk();
  visitors.sortBy("pages");
  assert.equal(ids(visitors.rows.value), "v_2 v_1 v_3");
  visitors.sortBy("pages");
  assert.equal(ids(visitors.rows.value), "v_3 v_1 v_2");
});

test("views are saved under their name, replaced, shown, removed, and not without end", () => {
  const visitors = desk();
  visitors.narrow({ state: "left" });
  assert.ok(visitors.save("gone"));
  visitors.narrow({ site: "shop" });
  assert.ok(visitors.save("gone"));
  assert.equal(visitors.views.value.length, 1);
  visitors.narrow(no_filter);
  visitors.show(visitors.views.value[0] as SavedView);
  assert.equal(visitors.filter.value.site, "shop");
  for (let n = 1; n < saved_views_max; ++n) assert.ok(visitors.save(`view ${n}`));
  assert.equal(visitors.save("one too many"), false);
  const stored: unknown = JSON.parse(JSON.stringify(visitors.views.value));
  assert.deepEqual(readViews(stored), visitors.views.value);
  visitors.remove("gone");
  assert.ok(visitors.save("there is room again"));
});

test("stored views of another shape are left out, their parts made good", () => {
  for (const stored of [null, 7, {}, [null], [{ name: "a" }], [{ filter: {}, sort: {} }]]) {
    assert.deepEqual(readViews(stored), []);
  }
  const odd = { name: "a", filter: { site: 7, state: "left" }, sort: { column: "shoe" } };
  assert.deepEqual(readViews([odd]), [
    {
      name: "a",
      filter: { ...no_filter, state: "left" },
      sort: { column: "dwell", descending: false },
    },
  ]);
});

test("a table of 5,000 is narrowed and sorted in time for four changes a second", () => {
  const many = Array.from({ length: 5_000 }, (_, n) =>
    row(`v_${n}`, { name: `Visitor ${(n * 7919) % 5_000}`, title: `页面 ${n % 300}` }),
  );
  for (const column of ["name", "page", "dwell", "source"] as const) {
    const begin = performance.now();
    sorted(filtered(many, { ...no_filter, text: "页面" }), { column, descending: false }, now);
    const took_ms = performance.now() - begin;
    assert.ok(took_ms < 250, `${column}: ${took_ms} ms`);
  }
});

test("devices have words, and unknown ones are shown as they came", () => {
  locale.value = "en";
  const device = { kind: "phone", system: "android", browser: "wechat", version: 8 } as const;
  assert.equal(deviceText(device), "WeChat 8 · Phone · Android");
  assert.equal(browserText({ browser: "netscape", version: 0 }), "netscape");
  assert.equal(deviceText({ ...device, kind: "unknown", system: "", browser: "", version: 0 }),
    "Unknown device");
  locale.value = "zh-CN";
  assert.equal(deviceText(device), "微信 8 · 手机 · 安卓");
});

test("every browser and system of the server's tables has a name", () => {
  const root = process.env["USHER_CONSOLE"] ?? ".";
  const rules = readFileSync(join(root, "../app/source/device_rules.cpp"), "utf8");
  const words = (table: string): string[] => {
    const text = rules.slice(rules.indexOf(`Rule ${table}[]`)).split("\n};")[0] ?? "";
    return [...text.matchAll(/\{"[^"]*", "([a-z0-9_]+)"/g)].map((found) => found[1] ?? "");
  };
  assert.ok(words("browsers").length > 30 && words("systems").length > 10);
  for (const word of words("browsers")) assert.ok(isKey(`device.browser.${word}`), word);
  for (const word of words("systems")) assert.ok(isKey(`device.system.${word}`), word);
  assert.ok(catalogues.en["device.browser.wechat"]);
});
