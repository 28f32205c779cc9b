/** A value of a person that is edited where it stands: Enter and leaving save it, Esc does not. */
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../i18n/text.ts";
import { Icon } from "../kit/icon.tsx";
import { Problem } from "../kit/problem.tsx";
import { StandingMark } from "../kit/standing.tsx";
import { useChanges } from "./changes.ts";
import { editPerson, type PersonField } from "./people_api.ts";

export interface ValueProps {
  readonly visitor: string;
  readonly field: PersonField;
  readonly value: string;
  /** Whose word it is; an empty value is nobody's. */
  readonly by: "backend" | "staff" | "visitor";
  readonly reload: () => Promise<void>;
}

export function valueText({ kind }: PersonField, value: string): string {
  if (kind === "yes_no" && value !== "") return t(value === "yes" ? "people.yes" : "people.no");
  return value;
}

export function Value({ visitor, field, value, by, reload }: ValueProps) {
  const [editing, setEditing] = useState(false);
  const changes = useChanges(reload);
  const button = useRef<HTMLButtonElement>(null);
  const save = async (next: string): Promise<void> => {
    if (next === value || (await changes.make(editPerson(visitor, field.key, next)))) {
      setEditing(false);
      button.current?.focus();
    }
  };
  return (
    <div class="fact value">
      <dt>{field.label}</dt>
      <dd>
        {by === "backend" ? (
          <>
            {value}
            <StandingMark standing="verified" />
          </>
        ) : editing ? (
          <Editor
            field={field}
            value={value}
            busy={changes.busy.value}
            save={(next) => void save(next)}
            cancel={() => {
              changes.problem.value = null;
              setEditing(false);
            }}
          />
        ) : (
          <button
            ref={button}
            type="button"
            class="value-button"
            title={t("people.edit", { name: field.label })}
            onClick={() => setEditing(true)}
          >
            <span class={value === "" ? "muted" : ""}>
              {value === "" ? t("people.add_value") : valueText(field, value)}
            </span>
            <Icon name="edit" />
            <span class="hidden">{t("people.edit", { name: field.label })}</span>
          </button>
        )}
        {value === "" || by === "backend" || editing ? null : by === "visitor" ? (
          <StandingMark standing="unverified" />
        ) : (
          <span class="proof edited" title={t("people.edited_hint")}>
            {t("people.edited")}
          </span>
        )}
        <Problem text={changes.problem.value} />
      </dd>
    </div>
  );
}

interface EditorProps {
  readonly field: PersonField;
  readonly value: string;
  readonly busy: boolean;
  readonly save: (value: string) => void;
  readonly cancel: () => void;
}

function Editor({ field, value, busy, save, cancel }: EditorProps) {
  const [text, setText] = useState(value);
  const over = useRef(false);
  const element = useRef<HTMLInputElement & HTMLSelectElement>(null);
  useEffect(() => element.current?.focus(), []);
  // What goes away loses the focus, too: that is no second wish.
  const end = (how: () => void): void => {
    over.current = true;
    how();
  };
  const change = (next: string): void => {
    over.current = false;
    setText(next);
  };
  const common = {
    ref: element,
    value: text,
    "aria-busy": busy,
    "aria-label": field.label,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === "Escape") {
        event.stopPropagation();
        end(cancel);
      } else if (event.key === "Enter") {
        event.preventDefault();
        end(() => save(text.trim()));
      }
    },
    onBlur: () => {
      if (!over.current) end(() => save(text.trim()));
    },
  };
  if (field.kind === "choice" || field.kind === "yes_no") {
    const options = field.kind === "choice" ? field.options : ["yes", "no"];
    return (
      <select {...common} onChange={(event) => change(event.currentTarget.value)}>
        <option value="">–</option>
        {options.map((option) => (
          <option key={option} value={option}>
            {valueText(field, option)}
          </option>
        ))}
      </select>
    );
  }
  return (
    <input
      {...common}
      type={field.kind === "date" ? "date" : "text"}
      inputMode={field.kind === "number" ? "decimal" : "text"}
      maxLength={256}
      autocomplete="off"
      onInput={(event) => change(event.currentTarget.value)}
    />
  );
}
