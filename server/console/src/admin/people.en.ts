/** Custom fields: their part of the English catalogue. */
import type { peopleZhCN } from "./people.zh-CN.ts";

export const peopleEn: Readonly<Record<keyof typeof peopleZhCN, string>> = {
  "fault.key": "Small letters, digits and _, at most 64, and no other field's.",
  "fault.options": "One option a line, each once, at most 100.",
  "people.lead": "What agents keep of a person beside name, email and phone.",
  "people.add": "New field",
  "people.edit": "Edit field",
  "people.order": "Order",
  "people.up": "Move field {n} up",
  "people.down": "Move field {n} down",
  "people.not_moved": "The order was not saved.",
  "people.label": "Label",
  "people.key": "Key",
  "people.key_hint": "For files and the API; it can't be changed later. Such as member_level",
  "people.kind": "Kind",
  "people.kind_text": "Text",
  "people.kind_number": "Number",
  "people.kind_date": "Date",
  "people.kind_choice": "Choice",
  "people.kind_yes_no": "Yes or no",
  "people.options": "Options",
  "people.options_hint": "One a line.",
  "people.delete": "Delete “{name}”?",
  "people.delete_text":
    "Its values are no longer shown. A new field with the same key shows them again.",
  "people.empty": "No fields yet",
  "people.empty_hint": "Such as level, birthday, or company.",
};
