/** The panel's front door for the loader: draws into the loader's shadow root, keeps nothing. */

import { signal } from "@preact/signals";
import { render } from "preact";
import type { Mounted, Shell } from "../shared/shell.ts";
import { Panel } from "./panel.tsx";
import css from "./panel.css";

const styled = new WeakSet<Element>();

export function mount(place: Element, shell: Shell, style: (css: string) => void): Mounted {
  if (!styled.has(place)) style(css);
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
    focus: () => box.querySelector<HTMLElement>("textarea, [data-main], .panel button")?.focus({ preventScroll: true }),
    unmount: () => {
      stop();
      render(null, box);
      box.remove();
    },
  };
}
