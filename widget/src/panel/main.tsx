/** The panel's front door for the loader: draws into the loader's shadow root, keeps nothing. */

import { signal } from "@preact/signals";
import { render } from "preact";
import type { Mounted, Shell } from "../shared/shell.ts";
import { Attention } from "./attention.ts";
import { Panel } from "./panel.tsx";
import log_css from "./log.css";
import panel_css from "./panel.css";

export { Attention };

const styled = new WeakSet<Element>();

export function mount(place: Element, shell: Shell, style: (css: string) => void): Mounted {
  if (!styled.has(place)) style(log_css + panel_css);
  styled.add(place);
  const box = document.createElement("div");
  place.append(box);
  const state = signal(shell.state());
  const narrow = signal(shell.narrow());
  const stop = shell.watch(() => {
    state.value = shell.state();
    narrow.value = shell.narrow();
  });
  render(<Panel shell={shell} state={state} narrow={narrow} />, box);
  return {
    focus: () => take_focus(box, narrow.value),
    unmount: () => {
      stop();
      render(null, box);
      box.remove();
    },
  };
}

/** Into the composer, but on a touch screen to the panel: no keyboard over what was just opened. */
function take_focus(box: Element, narrow: boolean): void {
  const touch = narrow || matchMedia("(pointer: coarse)").matches;
  const choices = touch ? [".panel"] : ["textarea", "[data-main]", ".panel"];
  const found = choices.map((choice) => box.querySelector<HTMLElement>(choice));
  found.find((element) => element !== null)?.focus({ preventScroll: true });
}
