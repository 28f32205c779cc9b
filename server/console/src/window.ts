/** What the window knows: focus, width, and that the network or the tab came back. */
import type { OpenDesk } from "./link/open_desk.ts";

const narrow_query = "(max-width: 719px)";

export function watchWindow(open: OpenDesk): () => void {
  const { desk } = open;
  const wake = (): void => open.wake();
  const narrow = matchMedia(narrow_query);
  const controller = new AbortController();
  const { signal } = controller;
  const readFocus = (): void => {
    desk.focused.value = document.hasFocus() && document.visibilityState === "visible";
  };
  const readWidth = (): void => {
    desk.narrow.value = narrow.matches;
  };
  const comeBack = (): void => {
    readFocus();
    if (document.visibilityState === "visible") wake();
  };
  window.addEventListener("focus", readFocus, { signal });
  window.addEventListener("blur", readFocus, { signal });
  window.addEventListener("online", () => wake(), { signal });
  document.addEventListener("visibilitychange", comeBack, { signal });
  narrow.addEventListener("change", readWidth, { signal });
  readFocus();
  readWidth();
  return () => controller.abort();
}
