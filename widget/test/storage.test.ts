import assert from "node:assert/strict";
import { test } from "node:test";
import { Store } from "../src/loader/storage.ts";
import { FakeStorage, install } from "./browser.ts";

const forbidden = () => {
  throw new Error("SecurityError");
};

test("what is kept outlives the page, apart for each site", (t) => {
  install(t, { localStorage: new FakeStorage() });
  new Store("a").set("token", "1");
  assert.equal(new Store("a").get("token"), "1");
  assert.equal(new Store("b").get("token"), null);
});

test("storage that throws at every touch leaves this page's memory", (t) => {
  const throwing = { getItem: forbidden, setItem: forbidden, removeItem: forbidden };
  install(t, { localStorage: throwing });
  const store = new Store("a");
  store.set("draft", "hello");
  assert.equal(store.get("draft"), "hello");
  store.remove("draft");
  assert.equal(store.get("draft"), null);
  store.set("draft", "again");
  store.clear();
  assert.equal(store.get("draft"), null);
});

test("storage that may not even be named is the same", (t) => {
  install(t, { localStorage: undefined });
  Object.defineProperty(globalThis, "localStorage", { get: forbidden, configurable: true });
  const store = new Store("a");
  store.set("draft", "hello");
  assert.equal(store.get("draft"), "hello");
  store.clear();
});

test("full storage keeps what it has, and memory the rest", (t) => {
  const full = new FakeStorage();
  full.setItem("usher:a:token", "old");
  install(t, { localStorage: Object.assign(Object.create(full), { setItem: forbidden }) });
  const store = new Store("a");
  store.set("draft", "hello");
  assert.equal(store.get("draft"), "hello");
  assert.equal(store.get("token"), "old");
});

test("clear forgets all of the site and nothing else of the page", (t) => {
  const storage = new FakeStorage();
  install(t, { localStorage: storage });
  storage.setItem("cart", "3");
  new Store("b").set("token", "2");
  const store = new Store("a");
  store.set("token", "1");
  store.set("outbox", "[]");
  store.clear();
  assert.deepEqual(Object.keys(storage).sort(), ["cart", "usher:b:token"]);
});

test("nothing goes into the browser before the visitor agrees, and then all of it does", (t) => {
  const browser = new FakeStorage();
  install(t, { localStorage: browser });
  new Store("a").set("token", "of an earlier day");
  new Store("b").set("token", "of another site");
  const store = new Store("a");
  store.hold(true);
  assert.deepEqual(Object.keys(browser), ["usher:b:token"]);
  store.set("draft", "hello");
  assert.deepEqual(Object.keys(browser), ["usher:b:token"]);
  assert.equal(store.get("draft"), "hello");
  store.hold(false);
  assert.equal(new Store("a").get("draft"), "hello");
  assert.equal(new Store("a").get("consent"), "1");
  store.hold(true);
  assert.equal(new Store("a").get("consent"), null);
});
