/** Initials of texts, remembered: the same replies are searched with every letter. */
import { signal } from "@preact/signals";
import type { Initials } from "./canned.ts";

const known = new Map<string, string>();
const library = signal<Initials | null>(null);
let loading = false;

/** Loads what turns Chinese into letters. Until it is there, texts are found as written. */
export function wantInitials(): void {
  if (loading) return;
  loading = true;
  import("./pinyin.ts").then(
    ({ initials }) => {
      library.value = initials;
    },
    () => {
      loading = false;
    },
  );
}

export function initials(text: string): string {
  const turn = library.value;
  if (turn === null) return text;
  let letters = known.get(text);
  if (letters === undefined) {
    letters = turn(text);
    known.set(text, letters);
  }
  return letters;
}
