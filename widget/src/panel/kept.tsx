/** What the visitor is told of what is kept, and asked, and what it may do with it. */

import type { Signal } from "@preact/signals";
import type { Shell } from "./shell.ts";

interface KeptProps {
  shell: Shell;
  /** A conversation has begun: all is said. */
  started: boolean;
  /** The visitor is to say first whether it may be known again. */
  asked: boolean;
  answered: Signal<boolean>;
  /** Whether it wants to do something with its data. */
  open: Signal<boolean>;
}

export function Kept({ shell, started, asked, answered, open }: KeptProps) {
  const extras = shell.extras.value;
  if (!extras) return null;
  const say = (yes: boolean) => {
    shell.consent(yes);
    answered.value = true;
  };
  if (asked) return <extras.Consent shell={shell} say={say} />;
  return (
    <>
      {!started && shell.wanted.consent && <extras.Notice shell={shell} />}
      {open.value && <extras.Privacy shell={shell} close={() => (open.value = false)} />}
    </>
  );
}
