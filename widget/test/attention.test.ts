import assert from "node:assert/strict";
import { test } from "node:test";
import type { TestContext } from "node:test";
import { Attention } from "../src/panel/attention.ts";
import { install, install_clock } from "./browser.ts";

function open_page(t: TestContext, more: { calm?: boolean; touched?: boolean } = {}) {
  const clock = install_clock(t);
  const document = { hidden: true, title: "Shop" };
  const sounds: number[] = [];
  const tone = { frequency: {}, connect: () => ({ connect: () => undefined }), stop() {} };
  const ramp = () => undefined;
  const gain = {
    setValueAtTime: ramp,
    linearRampToValueAtTime: ramp,
    exponentialRampToValueAtTime: ramp,
  };
  const Audio = class {
    currentTime = 0;
    destination = {};
    resume = () => Promise.resolve();
    close = () => Promise.resolve();
    createGain = () => ({ gain });
    createOscillator = () => ({ ...tone, start: () => sounds.push(clock.now()) });
  };
  const held = new Set<string>();
  const request = async (name: string, _how: object, take: (lock: object | null) => unknown) => {
    if (held.has(name)) return take(null);
    held.add(name);
    await take({ name });
    held.delete(name);
  };
  install(t, {
    document,
    window: { setInterval: clock.repeat },
    matchMedia: () => ({ matches: more.calm ?? false }),
    navigator: { userActivation: { hasBeenActive: more.touched ?? true }, locks: { request } },
    AudioContext: Audio,
  });
  return { clock, document, sounds };
}

test("the title of a hidden tab flashes, slower than three times a second", async (t) => {
  const { clock, document } = open_page(t);
  new Attention("chime").flash("(1) New message");
  const seen: string[] = [];
  for (let step = 0; step < 40; step += 1) {
    if (seen.at(-1) !== document.title) seen.push(document.title);
    await clock.advance(100);
  }
  assert.deepEqual([...new Set(seen)].sort(), ["(1) New message", "Shop"]);
  assert.ok(seen.length >= 3 && seen.length <= 12, `${seen.length} changes in 4 s`);
});

test("who is back finds the page's own title, also one that the page set meanwhile", async (t) => {
  const { clock, document } = open_page(t);
  const attention = new Attention("chime");
  attention.flash("(1) New message");
  attention.flash("");
  assert.equal(document.title, "Shop");
  attention.flash("(2) New messages");
  document.title = "Cart";
  await clock.advance(500);
  attention.stop();
  await clock.advance(5000);
  assert.equal(document.title, "Cart");
});

test("a tab that is looked at does not flash; who wants calm gets one still title", async (t) => {
  const { clock, document } = open_page(t, { calm: true });
  const attention = new Attention("chime");
  document.hidden = false;
  attention.flash("(1) New message");
  assert.equal(document.title, "Shop");
  document.hidden = true;
  attention.flash("(1) New message");
  await clock.advance(3000);
  assert.equal(document.title, "(1) New message");
});

test("two tabs hear of one message: one chimes", async (t) => {
  const { clock, sounds } = open_page(t);
  new Attention("chime").chime();
  new Attention("chime").chime();
  await clock.advance(100);
  assert.equal(sounds.length, 2, "the two tones of one chime");
});

test("no sound before the visitor touched the page", async (t) => {
  const { clock, sounds } = open_page(t, { touched: false });
  new Attention("chime").chime();
  await clock.advance(100);
  assert.equal(sounds.length, 0);
});
