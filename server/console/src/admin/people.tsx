/** What an account keeps of people beyond name, e-mail and phone. */
import { t } from "../i18n/text.ts";
import { Icon } from "../kit/icon.tsx";
import { useDesk } from "../state/desk.ts";
import { Tool } from "./tool.tsx";
import {
  list,
  type PersonField,
  person_field_kinds,
  person_fields_url,
  savePersonFields,
} from "./api.ts";
import { SelectField, TextField, WrittenField } from "./fields.tsx";
import { DeleteDialog, Form } from "./form.tsx";
import { at } from "./lens.ts";
import { moved } from "./order.ts";
import { Table, useLoaded, useWork } from "./table.tsx";
import { words } from "./texts.ts";
import { readLines } from "./written.ts";

const fresh: PersonField = { key: "", label: "", kind: "text", options: [] };

export function PeoplePage() {
  const { toasts } = useDesk().parts;
  const loaded = useLoaded(() => list<PersonField>(person_fields_url, "fields"));
  const work = useWork<PersonField>(toasts, loaded.reload);
  const doing = work.doing.value;
  const fields = loaded.rows.value ?? [];
  const move = (index: number, step: 1 | -1): void => {
    const before = fields;
    loaded.rows.value = moved(fields, index, step);
    void savePersonFields(loaded.rows.value).then((outcome) => {
      if (outcome.ok) return;
      loaded.rows.value = before;
      toasts.show("bad", words("people.not_moved"));
    });
  };
  return (
    <>
      <Table
        heading={t("settings.people")}
        lead={words("people.lead")}
        add={words("people.add")}
        fresh={fresh}
        loaded={loaded}
        work={work}
        id={(field) => field.key}
        name={(field) => field.label}
        empty={<Empty />}
        columns={[
          {
            heading: words("people.order"),
            cell: (field) => <Order field={field} fields={fields} move={move} />,
          },
          { heading: words("people.label"), cell: ({ label }) => <strong>{label}</strong> },
          { heading: words("people.key"), cell: ({ key }) => <code>{key}</code> },
          {
            heading: words("people.kind"),
            cell: ({ kind, options }) =>
              [words(`people.kind_${kind}`), options.join(", ")].filter(Boolean).join(": "),
          },
        ]}
      />
      {doing?.kind === "edit" ? (
        <FieldForm
          field={doing.row}
          fields={fields}
          onSaved={work.saved}
          onClose={work.close}
        />
      ) : null}
      {doing?.kind === "delete" ? (
        <DeleteDialog
          heading={words("people.delete", { name: doing.row.label })}
          text={words("people.delete_text")}
          remove={() => savePersonFields(fields.filter((each) => each !== doing.row))}
          onDeleted={work.deleted}
          onClose={work.close}
        />
      ) : null}
    </>
  );
}

interface OrderProps {
  readonly field: PersonField;
  readonly fields: readonly PersonField[];
  readonly move: (index: number, step: 1 | -1) => void;
}

function Order({ field, fields, move }: OrderProps) {
  const index = fields.indexOf(field);
  const n = index + 1;
  return (
    <span class="table-tools">
      <Tool icon="up" text={words("people.up", { n })} off={n === 1} act={() => move(index, -1)} />
      <Tool
        icon="down"
        text={words("people.down", { n })}
        off={n === fields.length}
        act={() => move(index, 1)}
      />
    </span>
  );
}

function Empty() {
  return (
    <div class="empty">
      <Icon name="people" />
      <p>{words("people.empty")}</p>
      <small>{words("people.empty_hint")}</small>
    </div>
  );
}

interface FieldFormProps {
  readonly field: PersonField;
  readonly fields: readonly PersonField[];
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

function FieldForm({ field, fields, onSaved, onClose }: FieldFormProps) {
  const known = fields.includes(field);
  const save = (value: PersonField) =>
    savePersonFields(
      known ? fields.map((each) => (each === field ? value : each)) : [...fields, value],
    );
  return (
    <Form<PersonField>
      heading={words(known ? "people.edit" : "people.add")}
      initial={field}
      save={save}
      onSaved={onSaved}
      onClose={onClose}
    >
      {(lens) => (
        <>
          <TextField lens={at(lens, "label")} label={words("people.label")} />
          {known ? null : (
            <TextField
              lens={at(lens, "key")}
              label={words("people.key")}
              hint={words("people.key_hint")}
            />
          )}
          <SelectField
            lens={{
              ...at(lens, "kind"),
              set: (kind) =>
                lens.set({
                  ...lens.value,
                  kind,
                  options: kind === "choice" ? lens.value.options : [],
                }),
            }}
            label={words("people.kind")}
            options={person_field_kinds.map((value) => ({
              value,
              text: words(`people.kind_${value}`),
            }))}
          />
          {lens.value.kind === "choice" ? (
            <WrittenField
              lens={at(lens, "options")}
              label={words("people.options")}
              hint={words("people.options_hint")}
              rows={5}
              write={(options) => options.join("\n")}
              read={readLines}
            />
          ) : null}
        </>
      )}
    </Form>
  );
}
