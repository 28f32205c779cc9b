/** Fields of a form: each with its label, its draft, and the fault that was found with it. */

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { JSX, RefObject } from "preact";
import type { Texts } from "../locales/zh-CN.ts";
import type { FormFault } from "../shared/state.ts";
import type { Shell } from "./shell.ts";

export type Answers = Readonly<Record<string, string>>;

function read_answers(text: string | null): Answers {
  try {
    const value: unknown = JSON.parse(text ?? "{}");
    const entries = Object.entries(typeof value === "object" && value ? value : {});
    return Object.fromEntries(entries.filter(([, answer]) => typeof answer === "string"));
  } catch {
    return {};
  }
}

export interface Draft {
  readonly answers: Answers;
  write(path: string, text: string): void;
  clear(): void;
}

/** What is typed survives a reload until it was accepted. */
export function useDraft(shell: Shell, key: string, first: Answers = {}): Draft {
  const answers = useSignal<Answers>({ ...read_answers(shell.store.get(key)), ...first });
  return {
    answers: answers.value,
    write: (path, text) => {
      answers.value = { ...answers.value, [path]: text };
      shell.store.set(key, JSON.stringify(answers.value));
    },
    clear: () => shell.store.remove(key),
  };
}

/** A fault until its field is edited. */
export function useFault(fault: FormFault | null, form: RefObject<HTMLFormElement>) {
  const over = useSignal<FormFault | null>(fault);
  const shown = over.value === fault ? null : fault;
  useEffect(() => {
    const wrong = shown && form.current?.querySelector<HTMLElement>("[aria-invalid=true]");
    if (!wrong) return;
    wrong.focus({ preventScroll: true });
    // With what is said about it.
    wrong.closest(".field")?.scrollIntoView({ block: "nearest" });
  }, [shown]);
  return {
    shown,
    edited: (path: string) => {
      if (fault?.field === path) over.value = fault;
    },
  };
}

export function fault_text({ code, field }: FormFault, texts: Texts): string {
  if (code === "contact_required") return texts.fault_contact;
  if (code === "missing_field") return texts.fault_missing;
  if (code === "too_long") return texts.fault_long;
  if (code !== "bad_value") return texts.fault_later;
  if (field === "email") return texts.fault_email;
  return field === "phone" ? texts.fault_phone : texts.fault_value;
}

type Kind = "name" | "email" | "phone" | "text" | "choice" | "long";

const inputs: Readonly<Record<string, JSX.IntrinsicElements["input"]>> = {
  name: { type: "text", autocomplete: "name" },
  email: { type: "email", inputMode: "email", autocomplete: "email" },
  phone: { type: "tel", inputMode: "tel", autocomplete: "tel" },
  text: { type: "text", autocomplete: "off" },
};

interface FieldProps {
  readonly kind: Kind;
  readonly path: string;
  readonly label: string;
  readonly required: boolean;
  /** Said beside the label. */
  readonly note?: string;
  readonly options?: readonly string[];
  readonly value: string;
  readonly fault: string;
  readonly texts: Texts;
  write(text: string): void;
}

export function Field({ kind, path, label, required, note, options, ...rest }: FieldProps) {
  const { value, fault, texts, write } = rest;
  const id = `f-${path}`;
  const shared = {
    id,
    value,
    "aria-invalid": fault !== "",
    "aria-required": required,
    ...(fault && { "aria-describedby": `${id}-fault` }),
  };
  return (
    <div class="field">
      <label for={id} dir="auto">
        {label}
        {note && <small> {note}</small>}
      </label>
      {kind === "choice" ? (
        <select {...shared} onChange={(event) => write(event.currentTarget.value)}>
          <option value="">{texts.field_choose}</option>
          {options?.map((option) => (
            <option key={option} value={option} selected={option === value}>
              {option}
            </option>
          ))}
        </select>
      ) : kind === "long" ? (
        <textarea
          {...shared}
          rows={4}
          dir="auto"
          onInput={(event) => write(event.currentTarget.value)}
        />
      ) : (
        <input
          {...inputs[kind]}
          {...shared}
          dir="auto"
          onInput={(event) => write(event.currentTarget.value)}
        />
      )}
      {fault && (
        <p id={`${id}-fault`} class="fault">
          {fault}
        </p>
      )}
    </div>
  );
}

/** A fault that is at no field of this form is said below all of them. */
export function Remainder({ fault, paths, texts }: RemainderProps) {
  const said = fault && !paths.includes(fault.field) ? fault_text(fault, texts) : "";
  return <div role="alert">{said && <p class="fault">{said}</p>}</div>;
}

interface RemainderProps {
  readonly fault: FormFault | null;
  readonly paths: readonly string[];
  readonly texts: Texts;
}

export function useForm(): RefObject<HTMLFormElement> {
  return useRef<HTMLFormElement>(null);
}
