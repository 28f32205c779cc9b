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

export { Attention };

/** The extras are no program of their own: they come later and run on these. */
export { signal, useSignal } from "@preact/signals";
export { useEffect, useLayoutEffect, useRef } from "preact/hooks";
export { Fragment, jsx, jsxs } from "preact/jsx-runtime";
export { Field, Remainder, fault_text, useFault } from "./fields.tsx";
export { useFocusAfter } from "./focus.ts";
export { Icon, IconButton } from "./icons.tsx";
export { fill } from "./rows.ts";

/** What a place's style sheets say already. */
const styled = new WeakMap<Element, string>();

export function mount(place: Element, host: Host, style: (css: string) => void): Mounted {
  const dress = (css: string) => {
    const worn = styled.get(place) ?? "";
    if (worn.includes(css)) return;
    styled.set(place, worn + css);
    style(css);
  };
  dress(log_css + panel_css + form_css + faq_css);
  const box = document.createElement("div");
  place.append(box);
  const shell = make_shell(host, dress);
  const state = signal(shell.state());
  const narrow = signal(shell.narrow());
  let person = 0;
  const draw = () =>
    render(<Panel key={person++} shell={shell} state={state} narrow={narrow} />, box);
  const stop = shell.watch(() => {
    const { visitor } = state.value;
    state.value = shell.state();
    narrow.value = shell.narrow();
    // Somebody logged out: nothing that they typed stays for whoever comes next.
    if (visitor && visitor !== state.value.visitor) draw();
  });
  draw();
  return {
    focus: () => take_focus(box),
    unmount: () => {
      stop();
      render(null, box);
      box.remove();
    },
  };
}
