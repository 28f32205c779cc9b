/** What becomes of answers: frames, and the faults that a message is checked for. Pure. */

import type { FillFormFrame, FormField } from "../../../protocol/ts/frames.gen.ts";
import type { Contact } from "../../../protocol/ts/outbox.ts";
import type { Texts } from "../locales/zh-CN.ts";
import type { FormFault } from "../shared/state.ts";
import type { Answers } from "./fields.tsx";

/** As the server names it in a fault. */
export function path_of(field: FormField): string {
  return field.name ? `attributes.${field.name}` : field.kind;
}

export function label_of(field: FormField, texts: Texts): string {
  if (field.label) return field.label;
  if (field.kind === "email") return texts.field_email;
  return field.kind === "phone" ? texts.field_phone : texts.field_name;
}

/** A form that requires something stands in the way; another one asks once. */
export function stands_first(form: readonly FormField[], put_off: boolean): boolean {
  return form.some((field) => field.required) || (form.length > 0 && !put_off);
}

/** Null: nothing was answered. */
export function frame_of(form: readonly FormField[], answers: Answers): FillFormFrame | null {
  const told: Record<string, string> = {};
  const attributes: Record<string, string> = {};
  for (const field of form) {
    const answer = (answers[path_of(field)] ?? "").trim();
    if (answer === "") continue;
    if (field.name) attributes[field.name] = answer;
    else told[field.kind] = answer;
  }
  const some = Object.keys(attributes).length > 0;
  if (!some && Object.keys(told).length === 0) return null;
  return { type: "fill_form", ...told, ...(some && { attributes }) };
}

export function contact_of(answers: Answers): Contact {
  const given = (["name", "email", "phone"] as const)
    .map((path) => [path, (answers[path] ?? "").trim()] as const)
    .filter(([, text]) => text !== "");
  return Object.fromEntries(given);
}

/** The server checks the same; here it is said before anything is sent. */
export function fault_of_message(
  answers: Answers,
  reachable: boolean,
  wants_text: boolean,
): FormFault | null {
  const { email, phone } = contact_of(answers);
  const fault = (code: string, field: string) => ({ reply_to: "ask", code, field });
  if (!email && !phone && !reachable) return fault("contact_required", "email");
  if (email && !/^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(email)) return fault("bad_value", "email");
  if (phone && !is_phone(phone)) return fault("bad_value", "phone");
  if (wants_text && (answers["text"] ?? "").trim() === "") return fault("missing_field", "text");
  return null;
}

function is_phone(text: string): boolean {
  const digits = text.replace(/\D/g, "").length;
  return /^\+?[\d ()./#-]+$/.test(text) && digits >= 5 && digits <= 20;
}
