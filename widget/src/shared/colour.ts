/**
 * Colours that stay readable whatever the owner picks.
 * Luminance and contrast follow WCAG 2.2 (relative luminance of sRGB, ratio 1…21).
 */

export type Rgb = readonly [red: number, green: number, blue: number];

/** WCAG AA for text. */
export const readable_ratio = 4.5;

const white: Rgb = [255, 255, 255];
const black: Rgb = [0, 0, 0];

/** Understands #rgb and #rrggbb; anything else is undefined. */
export function parse_colour(text: string): Rgb | undefined {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(text.trim());
  const hex = short
    ? `#${short[1]}${short[1]}${short[2]}${short[2]}${short[3]}${short[3]}`
    : text.trim();
  if (!/^#[0-9a-f]{6}$/i.test(hex)) return undefined;
  const value = parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

export function to_hex(colour: Rgb): string {
  return "#" + colour.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("");
}

function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

export function contrast(one: Rgb, other: Rgb): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

export function mix(from: Rgb, to: Rgb, share: number): Rgb {
  const part = (index: 0 | 1 | 2) => Math.round(from[index] + (to[index] - from[index]) * share);
  return [part(0), part(1), part(2)];
}

/** White where it can be read, else black: one of the two always reaches 4.5. */
export function text_on(ground: Rgb): Rgb {
  return contrast(white, ground) >= readable_ratio ? white : black;
}

/** The colour itself when it can be read on the ground, else the nearest shade of it that can. */
export function readable_on(colour: Rgb, ground: Rgb): Rgb {
  const away = contrast(white, ground) > contrast(black, ground) ? white : black;
  for (let share = 0; share < 1; share += 0.05) {
    const shade = mix(colour, away, share);
    if (contrast(shade, ground) >= readable_ratio) return shade;
  }
  return away;
}

/** What the style sheets call for, as custom properties. */
export type Palette = (owner_colour: string, dark: boolean) => Record<string, string>;

export const palette: Palette = (owner_colour, dark) => {
  const brand = parse_colour(owner_colour) ?? ([31, 95, 191] as const);
  const paper: Rgb = dark ? [22, 25, 30] : white;
  const raised: Rgb = dark ? [36, 41, 48] : [244, 245, 247];
  const soft = mix(brand, paper, dark ? 0.72 : 0.86);
  return {
    "--brand": to_hex(brand),
    "--on-brand": to_hex(text_on(brand)),
    "--accent": to_hex(readable_on(readable_on(brand, paper), raised)),
    "--brand-soft": to_hex(soft),
    "--on-brand-soft": to_hex(readable_on(brand, soft)),
  };
};
