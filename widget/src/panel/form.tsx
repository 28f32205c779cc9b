/** What the site asks before a conversation opens. */

import { useEffect } from "preact/hooks";
import type { ChatState } from "../shared/state.ts";
import { frame_of, label_of, path_of } from "./answers.ts";
import { Field, Remainder, fault_text, useDraft, useFault, useForm } from "./fields.tsx";
import { take_focus, useFocusAfter } from "./focus.ts";
import type { Shell } from "./shell.ts";

export const form_id = "form";

interface FormProps {
  readonly shell: Shell;
  readonly state: ChatState;
  /** Nothing was answered where nothing has to be. */
  put_off(): void;
}

export function Form({ shell, state, put_off }: FormProps) {
  const { texts } = shell;
  const { form: fields, filling, fault } = state;
  const form = useForm();
  const draft = useDraft(shell, "form");
  const { shown, edited } = useFault(fault?.reply_to === "fill_form" ? fault : null, form);
  useFocusAfter(form, (panel) => take_focus(panel));
  useEffect(() => () => void (shell.state().form.length === 0 && draft.clear()), []);
  const submit = (event: Event) => {
    event.preventDefault();
    if (filling) return;
    const frame = frame_of(fields, draft.answers);
    if (frame || fields.some((field) => field.required)) shell.fill(frame ?? { type: "fill_form" });
    else put_off();
  };
  const paths = fields.map(path_of);
  return (
    <form id={form_id} class="fields" ref={form} noValidate onSubmit={submit}>
      <p class="lead-in">{texts.form_lead}</p>
      {fields.map((field) => {
        const path = path_of(field);
        return (
          <Field
            key={path}
            kind={field.kind}
            path={path}
            label={label_of(field, texts)}
            required={field.required}
            note={field.required ? "" : texts.field_optional}
            options={field.options}
            value={draft.answers[path] ?? ""}
            fault={shown?.field === path ? fault_text(shown, texts) : ""}
            texts={texts}
            write={(text) => {
              draft.write(path, text);
              edited(path);
            }}
          />
        );
      })}
      <Remainder fault={shown} paths={paths} texts={texts} />
    </form>
  );
}
