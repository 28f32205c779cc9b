/** Form fields over a lens, each with its hint and what the server found wrong with it. */
import type { ComponentChildren, RefObject } from "preact";
import { useId, useState } from "preact/hooks";
import { type Fault, isFaulty, type Lens } from "./lens.ts";
import { faultText } from "./texts.ts";

interface FrameProps {
  readonly label: string;
  readonly hint?: string | undefined;
}

export interface FieldProps<T> extends FrameProps {
  readonly lens: Lens<T>;
}

interface Described {
  readonly id: string;
  readonly "aria-describedby"?: string;
  readonly "aria-invalid": boolean;
}

interface BodyProps extends FrameProps {
  readonly lens: Pick<Lens<unknown>, "fault" | "path">;
  readonly control: (props: Described) => ComponentChildren;
}

function Field({ label, hint, lens, control }: BodyProps) {
  const id = useId();
  const wrong = isFaulty(lens);
  const note = wrong ? textOf(lens.fault) : hint;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {control({
        id,
        "aria-invalid": wrong,
        ...(note === undefined ? {} : { "aria-describedby": `${id}-note` }),
      })}
      {note === undefined ? null : (
        <small id={`${id}-note`} class={wrong ? "bad" : ""}>
          {note}
        </small>
      )}
    </div>
  );
}

function textOf(fault: Fault | null): string {
  return fault === null ? "" : faultText(fault.code, fault.field);
}

export interface TextFieldProps extends FieldProps<string> {
  readonly type?: "text" | "password";
  readonly autocomplete?: string;
  readonly list?: readonly string[];
}

export function TextField({
  lens,
  label,
  hint,
  type = "text",
  autocomplete = "off",
  list,
}: TextFieldProps) {
  const list_id = useId();
  return (
    <Field
      label={label}
      hint={hint}
      lens={lens}
      control={(props) => (
        <>
          <input
            {...props}
            type={type}
            value={lens.value}
            autocomplete={autocomplete}
            spellcheck={false}
            {...(list === undefined ? {} : { list: list_id })}
            onInput={(event) => lens.set(event.currentTarget.value)}
          />
          {list === undefined ? null : (
            <datalist id={list_id}>
              {list.map((value) => (
                <option key={value} value={value} />
              ))}
            </datalist>
          )}
        </>
      )}
    />
  );
}

export interface WrittenFieldProps<T> extends FieldProps<T> {
  readonly write: (value: T) => string;
  readonly read: (text: string) => T;
  readonly rows?: number;
}

/** A value that is written as text. The person's own spelling stays while they edit. */
export function WrittenField<T>({
  lens,
  label,
  hint,
  write,
  read,
  rows = 1,
}: WrittenFieldProps<T>) {
  const [text, setText] = useState(() => write(lens.value));
  const onInput = (event: Event): void => {
    const { value } = event.currentTarget as HTMLInputElement | HTMLTextAreaElement;
    setText(value);
    lens.set(read(value));
  };
  return (
    <Field
      label={label}
      hint={hint}
      lens={lens}
      control={(props) =>
        rows > 1 ? (
          <textarea {...props} rows={rows} value={text} spellcheck={false} onInput={onInput} />
        ) : (
          <input {...props} type="text" value={text} spellcheck={false} onInput={onInput} />
        )
      }
    />
  );
}

export interface NumberFieldProps extends FieldProps<number> {
  /** How many of the value one of the field's is: 1000 shows milliseconds as seconds. */
  readonly unit?: number;
}

export function NumberField({ lens, label, hint, unit = 1 }: NumberFieldProps) {
  const [text, setText] = useState(String(lens.value / unit));
  return (
    <Field
      label={label}
      hint={hint}
      lens={lens}
      control={(props) => (
        <input
          {...props}
          type="text"
          inputMode="numeric"
          value={text}
          onInput={(event) => {
            const { value } = event.currentTarget;
            setText(value);
            // What is no number is refused by the server as any other wrong value.
            const number = value.trim() === "" ? Number.NaN : Number(value);
            lens.set(Math.round(number * unit * 1000) / 1000);
          }}
        />
      )}
    />
  );
}

export interface Option<T extends string> {
  readonly value: T;
  readonly text: string;
}

export interface SelectFieldProps<T extends string> extends FieldProps<T> {
  readonly options: readonly Option<T>[];
}

export function SelectField<T extends string>({ lens, label, hint, options }: SelectFieldProps<T>) {
  return (
    <Field
      label={label}
      hint={hint}
      lens={lens}
      control={(props) => (
        <select
          {...props}
          value={lens.value}
          onChange={(event) => {
            const { value } = event.currentTarget;
            const chosen = options.find((option) => option.value === value);
            if (chosen !== undefined) lens.set(chosen.value);
          }}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value} selected={option.value === lens.value}>
              {option.text}
            </option>
          ))}
        </select>
      )}
    />
  );
}

export function SwitchField({ lens, label, hint }: FieldProps<boolean>) {
  return (
    <label class="switch-line">
      <span>
        {label}
        {hint === undefined ? null : <small>{hint}</small>}
      </span>
      <input
        type="checkbox"
        role="switch"
        checked={lens.value}
        onChange={(event) => lens.set(event.currentTarget.checked)}
      />
    </label>
  );
}

export interface GroupProps {
  readonly heading: string;
  readonly hint?: string;
  readonly open?: boolean;
  /** Opens by itself when one of these paths is at fault. */
  readonly lenses: readonly Pick<Lens<unknown>, "fault" | "path">[];
  readonly children: ComponentChildren;
}

export function Group({ heading, hint, open = false, lenses, children }: GroupProps) {
  const [shown, setShown] = useState(open);
  const faulty = lenses.some(isFaulty);
  return (
    <details
      class="group"
      open={shown || faulty}
      onToggle={(event) => setShown(event.currentTarget.open)}
    >
      <summary>{heading}</summary>
      {hint === undefined ? null : <p class="muted">{hint}</p>}
      <div class="group-fields">{children}</div>
    </details>
  );
}

export interface TextAreaProps extends FieldProps<string> {
  readonly box: RefObject<HTMLTextAreaElement>;
}

export function TextArea({ lens, label, hint, box }: TextAreaProps) {
  return (
    <Field
      label={label}
      hint={hint}
      lens={lens}
      control={(props) => (
        <textarea
          {...props}
          ref={box}
          rows={5}
          value={lens.value}
          onInput={(event) => lens.set(event.currentTarget.value)}
        />
      )}
    />
  );
}
