/** The dialog that edits one thing: saves it, and shows what the server found wrong. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../i18n/text.ts";
import { Dialog } from "../kit/dialog.tsx";
import { Problem } from "../kit/problem.tsx";
import type { Outcome } from "../session.ts";
import { faultOf } from "./api.ts";
import type { Fault, Lens } from "./lens.ts";
import { faultText, words } from "./texts.ts";

export interface FormProps<T> {
  readonly heading: string;
  readonly initial: T;
  readonly save: (value: T) => Promise<Outcome<null>>;
  readonly onSaved: () => void;
  readonly onClose: () => void;
  readonly wide?: boolean;
  readonly children: (lens: Lens<T>) => ComponentChildren;
}

export function Form<T>({
  heading,
  initial,
  save,
  onSaved,
  onClose,
  wide = false,
  children,
}: FormProps<T>) {
  const [value, setValue] = useState(initial);
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState(false);
  const element = useRef<HTMLFormElement>(null);
  const [shown, setShown] = useState(false);
  // The field at fault takes the focus; a fault of no field here is said below all of them.
  useEffect(() => {
    if (fault === null) return;
    const field = element.current?.querySelector<HTMLElement>("[aria-invalid=true]") ?? null;
    setShown(field === null);
    field?.focus();
  }, [fault]);
  // What was said of the old value says nothing of the new one.
  const change = (next: T): void => {
    setValue(next);
    setFault(null);
    setShown(false);
  };
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setShown(false);
    const outcome = await save(value);
    setBusy(false);
    if (outcome.ok) onSaved();
    else setFault(faultOf(outcome.failure));
  };
  return (
    <Dialog heading={heading} onClose={onClose} wide={wide}>
      <form ref={element} class="form" onSubmit={submit} noValidate>
        <div class="form-fields">{children({ value, path: "", fault, set: change })}</div>
        <Problem text={fault === null || !shown ? null : faultText(fault.code, fault.field)} />
        <footer class="dialog-footer">
          <button type="button" class="button" onClick={onClose}>
            {t("common.cancel")}
          </button>
          <button type="submit" class="button primary" disabled={busy}>
            {words("common.save")}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}

export interface DeleteDialogProps {
  readonly heading: string;
  readonly text: string;
  readonly remove: () => Promise<Outcome<null>>;
  readonly onDeleted: () => void;
  readonly onClose: () => void;
}

export function DeleteDialog({ heading, text, remove, onDeleted, onClose }: DeleteDialogProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const confirm = async (): Promise<void> => {
    setBusy(true);
    const outcome = await remove();
    setBusy(false);
    if (outcome.ok) return onDeleted();
    const { code, field } = faultOf(outcome.failure);
    setProblem(faultText(code, field));
  };
  return (
    <Dialog heading={heading} onClose={onClose}>
      <p class="dialog-text">{text}</p>
      <Problem text={problem} />
      <footer class="dialog-footer">
        <button type="button" class="button" autofocus onClick={onClose}>
          {t("common.cancel")}
        </button>
        <button type="button" class="button danger" disabled={busy} onClick={() => void confirm()}>
          {words("common.delete")}
        </button>
      </footer>
    </Dialog>
  );
}
