import assert from "node:assert/strict";
import { test } from "node:test";
import { find_links, only_emoji } from "../src/shared/links.ts";

const links = (text: string) =>
  find_links(text).flatMap(({ text: shown, href }) => (href ? [[shown, href]] : []));
const shown = (text: string) => links(text).map(([found]) => found);

test("the pieces joined give the text back", () => {
  const texts = [
    "",
    "no link",
    "https://a.example",
    "see https://a.example/x, www.b.example. Or c@d.example!",
    "a\n\nhttps://a.example\n",
    "\u202ehttps://a.example\u202c x",
  ];
  for (const text of texts) {
    const joined = find_links(text).map((piece) => piece.text);
    assert.equal(joined.join(""), text);
  }
});

test("http, https, www and mail addresses become links", () => {
  assert.deepEqual(links("http://a.example"), [["http://a.example", "http://a.example/"]]);
  assert.deepEqual(links("HTTPS://a.example/X"), [["HTTPS://a.example/X", "https://a.example/X"]]);
  assert.deepEqual(links("www.a.example"), [["www.a.example", "https://www.a.example/"]]);
  assert.deepEqual(links("mail x.y+z@a.example"), [["x.y+z@a.example", "mailto:x.y+z@a.example"]]);
});

test("no other scheme is ever clickable", () => {
  const texts = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)//x",
    "java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "ftp://a.example",
    "blob:null/1",
    "//a.example",
    "intent://a#Intent;end",
  ];
  for (const text of texts) assert.deepEqual(links(text), [], text);
});

test("only http, https and mailto come out, whatever surrounds them", () => {
  const texts = ["javascript:https://a.example", "data:https://a.example", "xhttps://a.example"];
  for (const text of texts)
    for (const [, href] of links(text)) assert.match(href ?? "", /^(https?:\/\/|mailto:)/, text);
});

test("an address with a name before the host deceives, and is no link", () => {
  assert.deepEqual(shown("https://bank.example@evil.example/"), []);
  assert.deepEqual(shown("https://a:b@evil.example/"), []);
});

test("marks that turn the direction of writing are no part of an address", () => {
  for (const mark of ["\u202e", "\u202d", "\u2066", "\u2067", "\u200f"])
    assert.deepEqual(shown(`https://a.example/${mark}gpj.exe`), ["https://a.example/"]);
});

test("the punctuation of the sentence stays outside", () => {
  for (const end of [".", ",", ";", ":", "!", "?", ").", "]", "*", "...", "?!"])
    assert.deepEqual(shown(`see https://a.example/x${end} then`), ["https://a.example/x"], end);
  assert.deepEqual(shown("(https://a.example/x)"), ["https://a.example/x"]);
  assert.deepEqual(shown("https://a.example/A_(b)"), ["https://a.example/A_(b)"]);
  assert.deepEqual(shown("https://a.example/?q=1&r=2#s."), ["https://a.example/?q=1&r=2#s"]);
});

test("Chinese punctuation ends an address without a space", () => {
  for (const end of [
    "，谢谢",
    "。",
    "！",
    "？",
    "；好",
    "：",
    "、",
    "（官网）",
    "》",
    "】",
    "”",
    "」",
  ])
    assert.deepEqual(shown(`请看https://a.example/x${end}`), ["https://a.example/x"], end);
});

test("an international name is shown as written and opened as its ASCII form", () => {
  assert.deepEqual(links("https://例子.example/茶"), [
    ["https://例子.example/茶", "https://xn--fsqu00a.example/%E8%8C%B6"],
  ]);
  // A Cyrillic letter among Latin ones: what opens, and is shown as the title, tells.
  assert.equal(links("https://аpple.example")[0]?.[1], "https://xn--pple-43d.example/");
});

test("markup stays text", () => {
  assert.deepEqual(shown('<a href="https://a.example">x</a>'), ["https://a.example"]);
  assert.equal(find_links("<img src=x onerror=alert(1)>").length, 1);
});

test("a long text with many near misses is read in one go", () => {
  const started = performance.now();
  find_links("a@".repeat(8000));
  find_links("www.".repeat(4000));
  find_links(`https://a.example/${")".repeat(12000)}`);
  assert.ok(performance.now() - started < 2000);
});

test("up to three emoji and nothing else are shown large", () => {
  for (const text of ["👍", " 👍👍 👍 ", "👨‍👩‍👧", "👋🏽", "❤️"]) assert.ok(only_emoji(text), text);
  for (const text of ["", "1", "ok 👍", "👍👍👍👍", "#", "好"]) assert.ok(!only_emoji(text), text);
});
