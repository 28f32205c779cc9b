/**
 * Finds the links in a message. Only http, https and mailto ever become clickable: the text comes
 * from a stranger. The pieces joined give the text back unchanged.
 */

export interface Piece {
  readonly text: string;
  /** Set when the piece is a link; an absolute address of a safe scheme. */
  readonly href?: string;
}

// CJK punctuation ends an address: in Chinese nobody puts a space after it. So do the marks that
// turn the direction of writing: they make an address look like another one.
const stops =
  "[^\\s<>\"'`，。！？；：、（）《》【】「」“”‘’\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]+";
const candidate = new RegExp(
  `\\bhttps?:\\/\\/${stops}|\\bwww\\.${stops}|[\\w.+-]{1,64}@[\\w-]+(?:\\.[\\w-]+)+`,
  "gi",
);

function without_trailing_punctuation(text: string): string {
  let end = text.length;
  while (end > 0) {
    const last = text.charAt(end - 1);
    const closes_own_bracket = last === ")" && text.slice(0, end).includes("(");
    if (!/[.,;:!?)\]}*_~]/.test(last) || closes_own_bracket) break;
    end -= 1;
  }
  return text.slice(0, end);
}

function address_of(text: string): string | undefined {
  const lower = text.toLowerCase();
  const full = lower.startsWith("http")
    ? text
    : lower.startsWith("www.")
      ? `https://${text}`
      : `mailto:${text}`;
  try {
    const url = new URL(full);
    const safe =
      url.protocol === "http:" || url.protocol === "https:" || url.protocol === "mailto:";
    // An address with a name and password before the host is there to deceive the reader.
    return safe && !url.username && !url.password ? url.href : undefined;
  } catch {
    return undefined;
  }
}

export function find_links(text: string): Piece[] {
  const pieces: Piece[] = [];
  let done = 0;
  for (const match of text.matchAll(candidate)) {
    const found = without_trailing_punctuation(match[0]);
    const href = address_of(found);
    if (!href || match.index < done) continue;
    if (match.index > done) pieces.push({ text: text.slice(done, match.index) });
    pieces.push({ text: found, href });
    done = match.index + found.length;
  }
  if (done < text.length || pieces.length === 0) pieces.push({ text: text.slice(done) });
  return pieces;
}

const mark = "\\p{Extended_Pictographic}";
const few_emoji = new RegExp(
  `^(?:${mark}(?:\\ufe0f|\\u200d${mark}|[\\u{1f3fb}-\\u{1f3ff}])*\\s*){1,3}$`,
  "u",
);

/** A message of one to three emoji and nothing else is shown large. */
export function only_emoji(text: string): boolean {
  const marks = text.trim();
  return marks.length <= 24 && few_emoji.test(marks);
}
