/** Where the focus goes when things open and go. It never leaves the page's own fields for ours. */

import { useEffect } from "preact/hooks";
import type { RefObject } from "preact";

/** Into the composer, but on a touch screen to the panel: no keyboard over what was just opened. */
export function take_focus(box: Element): void {
  const touch = matchMedia("(pointer: coarse)").matches;
  const field = ".fields :is(input, select)";
  const choices = touch ? [".panel"] : [field, "textarea", "[data-main]", ".panel"];
  const found = choices.map((choice) => box.querySelector<HTMLElement>(choice));
  found.find((element) => element !== null)?.focus({ preventScroll: true });
}

/** Tab goes round inside of a modal panel. */
export function keep_focus_in(box: HTMLElement, event: KeyboardEvent): void {
  const reachable = "button:not(:disabled), textarea, input, select, a[href], [tabindex='0']";
  const stops = [...box.querySelectorAll<HTMLElement>(reachable)];
  const first = stops[0];
  const last = stops[stops.length - 1];
  const at = focused_by(box);
  const leaving = event.shiftKey ? at === first || at === box : at === last;
  if (!leaving) return;
  event.preventDefault();
  (event.shiftKey ? last : first)?.focus();
}

/**
 * What goes while it has the focus leaves it to the panel, from where `next` may take it on: else
 * the keyboard would be back at the top of the page.
 */
export function useFocusAfter(gone: RefObject<HTMLElement>, next?: (panel: Element) => void): void {
  useEffect(
    () => () => {
      const element = gone.current;
      const panel = element?.closest<HTMLElement>(".panel");
      if (!element || !panel || !element.contains(focused_by(element))) return;
      panel.focus({ preventScroll: true });
      if (next) requestAnimationFrame(() => panel.isConnected && next(panel));
    },
    [],
  );
}

function focused_by(element: Element): Element | null {
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root.activeElement : null;
}
