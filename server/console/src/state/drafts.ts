/** Unsent replies, one per conversation; they survive a reload of the tab, not its closing. */
const storage_key = "usher.drafts";

export interface Drafts {
  get(conversation: string): string;
  set(conversation: string, text: string): void;
}

function read(): Map<string, string> {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(storage_key) ?? "[]");
    const pairs = Array.isArray(value) ? (value as readonly (readonly [string, string])[]) : [];
    return new Map(pairs);
  } catch {
    return new Map();
  }
}

export function createDrafts(): Drafts {
  const texts = read();
  return {
    get: (conversation) => texts.get(conversation) ?? "",
    set(conversation, text) {
      if (text === "") texts.delete(conversation);
      else texts.set(conversation, text);
      try {
        sessionStorage.setItem(storage_key, JSON.stringify([...texts]));
      } catch {
        // No storage: the draft lasts as long as the page.
      }
    },
  };
}
