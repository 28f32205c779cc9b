import assert from "node:assert/strict";
import { test } from "node:test";
import { choose_locale, make_config } from "../src/loader/config.ts";
import { page_config } from "../src/shared/page_config.ts";

const locales = ["en", "zh-CN", "zh-TW"];

test("a script tag with a site alone is a bubble at the right that follows the visitor", () => {
  assert.deepEqual(make_config({ site: "s_demo", baseUrl: "https://chat.example/" }), {
    site: "s_demo",
    baseUrl: "https://chat.example",
    locale: "",
    queue: "",
    tag: undefined,
    agent: undefined,
    launcher: "bubble",
    position: "right",
    theme: "auto",
    mode: "widget",
    autoload: true,
    consent: "",
    redact: undefined,
  });
});

test("what addresses lose is a text, a list or a function, and stays over updates", () => {
  const cut = (address: string) => address;
  for (const redact of ["key,token", ["key"], cut]) {
    const config = make_config({ site: "s", redact });
    assert.equal(config.redact, redact);
    assert.equal(make_config({ theme: "dark" }, config).redact, redact);
  }
});

test("what makes no sense becomes the default, and nothing throws", () => {
  const given = { site: 7, position: "middle", theme: {}, mode: null, launcher: [], autoload: 1 };
  const config = make_config(given as Record<string, unknown>);
  assert.equal(config.site, "");
  assert.equal(config.position, "right");
  assert.equal(config.theme, "auto");
  assert.equal(config.mode, "widget");
  assert.equal(config.launcher, "bubble");
  assert.equal(config.autoload, true);
});

test("too long a setting is cut", () => {
  assert.equal(make_config({ site: "x".repeat(9999) }).site.length, 256);
});

test("an update changes what it names and keeps the rest", () => {
  const before = make_config({ site: "s", theme: "dark", position: "left", autoload: "false" });
  const after = make_config({ theme: "light" }, before);
  assert.deepEqual(after, { ...before, theme: "light" });
});

test("autoload is off by attribute or by value", () => {
  for (const autoload of ["false", false])
    assert.equal(make_config({ site: "s", autoload }).autoload, false);
});

test("the chat page takes its site from the path and the rest from the query", () => {
  assert.deepEqual(page_config("/chat/s_demo", "?queue=Sales&theme=dark&evil=1"), {
    site: "s_demo",
    queue: "Sales",
    theme: "dark",
  });
  assert.equal(page_config("/chat/%E8%8C%B6/", "").site, "茶");
  assert.equal(page_config("/chat/%E8%8", "").site, "%E8%8");
  assert.equal(page_config("/", "").site, "");
});

test("the language is the first wish that is offered", () => {
  const cases: [string[], string][] = [
    [["en-GB"], "en"],
    [["zh"], "zh-CN"],
    [["zh-Hans-SG"], "zh-CN"],
    [["zh-HK"], "zh-TW"],
    [["zh-Hant"], "zh-TW"],
    [["ZH-tw"], "zh-TW"],
    [["fr", "zh-CN"], "zh-CN"],
    [["fr"], "en"],
    [[], "zh-CN"],
    [["", "en"], "en"],
  ];
  for (const [wishes, chosen] of cases)
    assert.equal(choose_locale(wishes, locales), chosen, wishes.join());
});
