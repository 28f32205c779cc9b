import assert from "node:assert/strict";
import { test } from "node:test";
import { Meter } from "../src/line/meter.ts";

const second = 1_000;

/** Time goes on by hand; somebody looks every two seconds, as in a page. */
class Watched {
  now: number;
  readonly meter: Meter;

  constructor(now = 5 * second) {
    this.now = now;
    this.meter = new Meter(now);
  }

  stand(visible: boolean, focused: boolean): this {
    this.meter.stand(this.now, visible, focused);
    return this;
  }

  pass(ms: number): this {
    for (const end = this.now + ms; this.now < end; ) {
      this.now = Math.min(end, this.now + 2 * second);
      this.meter.look(this.now);
    }
    return this;
  }

  input(): this {
    this.meter.input(this.now);
    return this;
  }

  get seconds(): [number, number] {
    return [this.meter.visible_ms / second, this.meter.active_ms / second];
  }
}

test("a page in view counts, and without input nobody is active on it", () => {
  assert.deepEqual(new Watched().stand(true, true).pass(80 * second).seconds, [80, 0]);
});

test("input keeps a page active for half a minute, however often it comes", () => {
  const page = new Watched().stand(true, true).pass(10 * second).input().pass(45 * second);
  assert.deepEqual(page.seconds, [55, 30]);
  page.input().pass(3 * second).input().pass(7 * second);
  assert.deepEqual(page.seconds, [65, 40]);
});

test("half a minute ends between two looks, to the millisecond", () => {
  const page = new Watched().stand(true, true).input().pass(29_500).pass(1_500);
  assert.deepEqual(page.seconds, [31, 30]);
});

test("a page without the focus is seen, not active; the focus brings it back", () => {
  const page = new Watched().stand(true, true).input().pass(5 * second);
  page.stand(true, false).pass(6 * second);
  assert.deepEqual(page.seconds, [11, 5]);
  page.stand(true, true).pass(4 * second);
  assert.deepEqual(page.seconds, [15, 9]);
});

test("a hidden page does not count, whatever has the focus", () => {
  const page = new Watched().stand(true, true).input().pass(4 * second);
  page.stand(false, true).pass(600 * second).input().pass(60 * second);
  assert.deepEqual(page.seconds, [4, 4]);
  page.stand(true, true).pass(2 * second);
  assert.deepEqual(page.seconds, [6, 4]);
});

test("a page that is rendered ahead counts from when it is shown", () => {
  const page = new Watched().stand(false, false).pass(40 * second);
  assert.deepEqual(page.seconds, [0, 0]);
  assert.deepEqual(page.stand(true, true).pass(3 * second).seconds, [3, 0]);
});

test("ten minutes of a frozen tab are not ten minutes of looking", () => {
  const page = new Watched().stand(true, true).input().pass(10 * second);
  page.now += 600 * second;
  page.meter.look(page.now);
  page.pass(10 * second);
  const [visible, active] = page.seconds;
  assert.ok(visible >= 20 && visible <= 25, `${visible} s`);
  assert.ok(active >= 10 && active <= 15, `${active} s`);
});

test("a page whose script was busy for some seconds loses nothing", () => {
  const page = new Watched().stand(true, true);
  page.now += 4_900;
  page.meter.look(page.now);
  assert.deepEqual(page.seconds, [4.9, 0]);
});

test("a clock that goes back takes nothing away", () => {
  const page = new Watched(100 * second).stand(true, true).input().pass(10 * second);
  page.now -= 60 * second;
  page.meter.look(page.now);
  assert.deepEqual(page.seconds, [10, 10]);
  assert.deepEqual(page.pass(2 * second).seconds[0], 12);
});

test("what led to a page counts as input on it", () => {
  const page = new Meter(100 * second, 99 * second);
  page.stand(100 * second, true, true);
  page.look(104 * second);
  assert.equal(page.active_ms, 4 * second);
});

test("somebody is never active for longer than the page was in view", () => {
  const page = new Watched();
  for (let turn = 0; turn < 500; turn += 1) {
    const random = Math.imul(turn + 1, 2_654_435_761) >>> 0;
    if (random % 5 === 0) page.stand(random % 2 === 0, random % 3 !== 0);
    if (random % 7 === 0) page.input();
    page.now += random % 9_000;
    const before = page.seconds;
    page.meter.look(page.now);
    const after = page.seconds;
    assert.ok(after[1] <= after[0]);
    assert.ok(after[0] >= before[0] && after[1] >= before[1]);
  }
});
