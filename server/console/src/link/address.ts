/**
 * "/console/#c_…" leads to a conversation: shows it as soon as the desk lists it, then forgets the
 * address, so that a reload stays where its person is.
 */
import { effect, signal } from "@preact/signals";
import type { Desk } from "../state/desk.ts";

const wantedBy = (hash: string): string | null => /^#(c_[0-9a-z]+)$/.exec(hash)?.[1] ?? null;

export function followAddress(desk: Desk): () => void {
  const wanted = signal(wantedBy(location.hash));
  const look = (): void => {
    wanted.value = wantedBy(location.hash);
  };
  window.addEventListener("hashchange", look);
  const stop = effect(() => {
    const id = wanted.value;
    if (id === null || !desk.conversations.value.has(id)) return;
    wanted.value = null;
    history.replaceState(null, "", location.pathname);
    desk.select(id);
  });
  return () => {
    window.removeEventListener("hashchange", look);
    stop();
  };
}
