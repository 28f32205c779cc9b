/** Pinyin initials by a library with its dictionary: big, so it is loaded when it is wanted. */
import { pinyin } from "pinyin-pro";

export function initials(text: string): string {
  const letters = pinyin(text, { pattern: "first", toneType: "none", type: "array" });
  return letters.filter((letter) => letter.trim() !== "").join("");
}
