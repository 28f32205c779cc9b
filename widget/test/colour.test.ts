import assert from "node:assert/strict";
import { test } from "node:test";
import { contrast, palette, parse_colour, readable_ratio, text_on } from "../src/shared/colour.ts";
import type { Rgb } from "../src/shared/colour.ts";

/** Every hue, dull and bright, from black to white: 4096 colours. */
function* owner_colours(): Generator<string> {
  for (let value = 0; value < 0x1000; value += 1) yield `#${value.toString(16).padStart(3, "0")}`;
}

function colour(text: string | undefined): Rgb {
  const parsed = parse_colour(text ?? "");
  assert.ok(parsed, `${text} is a colour`);
  return parsed;
}

const papers: Record<string, readonly string[]> = {
  light: ["#ffffff", "#f4f5f7"],
  dark: ["#16191e", "#242930"],
};

for (const [theme, grounds] of Object.entries(papers)) {
  test(`whatever the owner's colour, everything can be read (${theme})`, () => {
    for (const owner of owner_colours()) {
      const vars = palette(owner, theme === "dark");
      const ratio = (ink: string, ground: string) =>
        contrast(colour(vars[ink]), colour(vars[ground] ?? ground));
      assert.ok(ratio("--on-brand", "--brand") >= readable_ratio, `on ${owner}`);
      assert.ok(ratio("--on-brand-soft", "--brand-soft") >= readable_ratio, `on soft ${owner}`);
      for (const ground of grounds)
        assert.ok(ratio("--accent", ground) >= readable_ratio, `${owner} on ${ground}`);
    }
  });
}

test("contrast is WCAG's: 21 between black and white, the same both ways", () => {
  assert.equal(contrast([0, 0, 0], [255, 255, 255]), 21);
  assert.equal(contrast([255, 255, 255], [0, 0, 0]), 21);
  // The grey that is known to just pass on white.
  assert.equal(contrast([118, 118, 118], [255, 255, 255]).toFixed(2), "4.54");
});

test("white is preferred on the owner's colour where it can be read", () => {
  assert.deepEqual(text_on([31, 95, 191]), [255, 255, 255]);
  assert.deepEqual(text_on([255, 221, 0]), [0, 0, 0]);
});

test("what is no colour becomes the house's blue, not broken style", () => {
  for (const nonsense of ["", "red;}", "#12", "#12345g", "url(x)", "#1234567"])
    assert.equal(palette(nonsense, false)["--brand"], "#1f5fbf", nonsense);
});
