/** Where the words of a search stand in a text. Case does not count. */

export interface Piece {
  readonly text: string;
  readonly found: boolean;
}

/** A long text is cut to what surrounds the first word. */
const around = 60;
const most = 240;

export function marked(text: string, query: string): readonly Piece[] {
  const words = query.split(/[\s,.;:!?，。；：！？、]+/u).filter((word) => word !== "");
  if (words.length === 0) return [{ text, found: false }];
  const escaped = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const pattern = new RegExp(`(${escaped.join("|")})`, "giu");
  const first = text.search(pattern);
  const from = first > around ? first - around : 0;
  const shown = text.slice(from, from + most);
  const pieces = shown
    .split(pattern)
    .map((piece, i) => ({ text: piece, found: i % 2 === 1 }))
    .filter((piece) => piece.text !== "");
  if (from > 0) pieces.unshift({ text: "…", found: false });
  if (from + most < text.length) pieces.push({ text: "…", found: false });
  return pieces;
}
