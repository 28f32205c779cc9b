/** A modal <dialog>: the browser keeps the focus inside, closes it on Esc and gives it back. */
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { t } from "../i18n/text.ts";
import { Icon } from "./icon.tsx";

export interface DialogProps {
  readonly heading: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
  readonly wide?: boolean;
}

/** Shows itself when mounted. A click on the backdrop closes it as Esc does. */
export function Dialog({ heading, onClose, children, wide = false }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const gone = useRef(false);
  const id = useId();
  useEffect(() => {
    const dialog = element.current;
    if (dialog !== null && !dialog.open) dialog.showModal();
    return () => {
      gone.current = true;
      dialog?.close();
      // Chromium gives the focus back without the caret: what is typed would get lost.
      const box = document.activeElement;
      if (box instanceof HTMLTextAreaElement) {
        box.setSelectionRange(box.selectionStart, box.selectionEnd);
      }
    };
  }, []);
  return (
    <dialog
      ref={element}
      class={wide ? "dialog wide" : "dialog"}
      aria-labelledby={id}
      // The browser tells of a close later, even when another dialog has taken this one's place.
      onClose={() => {
        if (!gone.current) onClose();
      }}
      onClick={(event) => {
        if (event.target === element.current) element.current?.close();
      }}
    >
      <div class="dialog-body">
        <header class="dialog-header">
          <h2 id={id}>{heading}</h2>
          <button type="button" class="icon-button" onClick={() => element.current?.close()}>
            <Icon name="close" />
            <span class="hidden">{t("common.close")}</span>
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
