/** The panel's front door for the loader: draws into the loader's shadow root, keeps nothing. */

import { signal } from "@preact/signals";
import { render } from "preact";
import type { Host, Mounted } from "../shared/shell.ts";
import { Attention } from "./attention.ts";
import { take_focus } from "./focus.ts";
import { Panel } from "./panel.tsx";
import { make_shell } from "./shell.ts";
import faq_css from "./faq.css";
import form_css from "./form.css";
import log_css from "./log.css";
import panel_css from "./panel.css";
import rating_css from "./rating.css";

export { Attention };

const styled = new WeakSet<Element>();

export function mount(place: Element, host: Host, style: (css: string) => void): Mounted {
  if (!styled.has(place)) style(log_css + panel_css + form_css + faq_css + rating_css);
  styled.add(place);
  const box = document.createElement("div");
  place.append(box);
  const shell = make_shell(host);
  const state = signal(shell.state());
  const narrow = signal(shell.narrow());
  const stop = shell.watch(() => {
    state.value = shell.state();
    narrow.value = shell.narrow();
  });
  render(<Panel shell={shell} state={state} narrow={narrow} />, box);
  return {
    focus: () => take_focus(box),
    unmount: () => {
      stop();
      render(null, box);
      box.remove();
    },
  };
}
