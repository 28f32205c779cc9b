/** The way to leave a message: how to reach the visitor, and what it wants to say. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { ChatState, FormFault } from "../shared/state.ts";
import { contact_of, fault_of_message } from "./answers.ts";
import { Field, Remainder, fault_text, useDraft, useFault, useForm } from "./fields.tsx";
import { take_focus, useFocusAfter } from "./focus.ts";
import type { Shell } from "./shell.ts";

export const leave_id = "leave";

interface LeaveProps {
  readonly shell: Shell;
  readonly state: ChatState;
  readonly queue: string | undefined;
  /** The conversation in which the visitor waits, or "". */
  readonly waiting: string;
  /** What it tried to say before, if that was refused. */
  readonly text: string;
  done(): void;
}

const contact = ["name", "email", "phone"] as const;

export function Leave({ shell, state, queue, waiting, text, done }: LeaveProps) {
  const { texts } = shell;
  const form = useForm();
  const said = text || (waiting ? "" : shell.draft());
  const draft = useDraft(shell, "left", said ? { text: said } : {});
  const found = useSignal<FormFault | null>(null);
  const told = state.fault?.reply_to === "leave_message" ? state.fault : null;
  const local = useFault(found.value, form);
  const remote = useFault(told, form);
  const shown = local.shown ?? remote.shown;
  useFocusAfter(form, (panel) => take_focus(panel));
  useEffect(() => {
    form.current?.querySelector("input")?.focus({ preventScroll: true });
  }, []);
  const submit = (event: Event) => {
    event.preventDefault();
    found.value = fault_of_message(draft.answers, state.reachable, waiting === "");
    if (found.value || state.filling) return;
    const words = (draft.answers["text"] ?? "").trim();
    const how = contact_of(draft.answers);
    draft.clear();
    if (waiting && !words) {
      return shell.fill({ type: "leave_message", conversation: waiting, ...how });
    }
    if (words === shell.draft().trim()) shell.set_draft("");
    shell.say(words, waiting ? undefined : queue, how);
    done();
  };
  const field = (kind: "name" | "email" | "phone" | "long", path: string, label: string) => (
    <Field
      kind={kind}
      path={path}
      label={label}
      required={path === "text" && waiting === ""}
      note={path === "name" || (path === "text" && waiting) ? texts.field_optional : ""}
      value={draft.answers[path] ?? ""}
      fault={shown?.field === path ? fault_text(shown, texts) : ""}
      texts={texts}
      write={(value) => {
        draft.write(path, value);
        local.edited(path);
        remote.edited(path);
      }}
    />
  );
  return (
    <div class="log">
      <form id={leave_id} class="fields" ref={form} noValidate onSubmit={submit}>
        <h3>{waiting ? texts.leave_instead : texts.leave}</h3>
        <p class="lead-in">{state.reachable ? texts.leave_known : texts.leave_lead}</p>
        {field("name", contact[0], texts.field_name)}
        {field("email", contact[1], texts.field_email)}
        {field("phone", contact[2], texts.field_phone)}
        {field("long", "text", waiting ? texts.leave_more : texts.leave_text)}
        <Remainder fault={shown} paths={[...contact, "text"]} texts={texts} />
      </form>
    </div>
  );
}
