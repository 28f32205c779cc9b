/** Sites: what each asks before and after a conversation, and says to who leaves a message. */
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { t } from "../i18n/text.ts";
import { useDesk } from "../state/desk.ts";
import { field_kinds, type FormField, languages, list, save, type Site, sites_url } from "./api.ts";
import { SelectField, SwitchField, TextArea, TextField, WrittenField } from "./fields.tsx";
import { Form } from "./form.tsx";
import { IdentityKeys } from "./identity_keys.tsx";
import { at, isFaulty, item, type Lens } from "./lens.ts";
import { moved, named } from "./order.ts";
import { Table, useLoaded, useWork } from "./table.tsx";
import { faultText, words } from "./texts.ts";
import { Tool } from "./tool.tsx";
import { readLines } from "./written.ts";

const form_fields_max = 10;

function formText({ form }: Site): string {
  if (form.length === 0) return words("common.none");
  return form.map(({ label, kind }) => label || words(`sites.kind_${kind}`)).join(", ");
}

export function SitesPage() {
  const desk = useDesk();
  const loaded = useLoaded(() => list<Site>(sites_url, "sites"));
  const work = useWork<Site>(desk.parts.toasts, loaded.reload);
  const keys_of = useSignal<Site | null>(null);
  const doing = work.doing.value;
  return (
    <>
      <Table
        heading={t("settings.sites")}
        lead={words("sites.lead")}
        loaded={loaded}
        work={work}
        id={(site) => site.site}
        name={(site) => site.name}
        columns={[
          { heading: words("common.name"), cell: (site) => <strong>{site.name}</strong> },
          { heading: words("sites.key"), cell: (site) => <code>{site.key}</code> },
          { heading: words("sites.form"), cell: formText },
          {
            heading: words("sites.identity"),
            cell: (site) => {
              const n = site.identity_keys.length;
              const text = n === 0 ? words("identity.set_up") : words("identity.count", { n });
              return (
                <button
                  type="button"
                  class="text-button"
                  aria-label={`${text} · ${words("identity.of_site", { name: site.name })}`}
                  onClick={() => {
                    keys_of.value = site;
                  }}
                >
                  {text}
                </button>
              );
            },
          },
        ]}
      />
      {keys_of.value === null ? null : (
        <IdentityKeys
          site={keys_of.value}
          onClose={() => {
            keys_of.value = null;
            loaded.reload();
          }}
        />
      )}
      {doing?.kind === "edit" ? (
        <SiteForm site={doing.row} onSaved={work.saved} onClose={work.close} />
      ) : null}
    </>
  );
}

/** A field with a name of its own, so that it keeps its place on the screen when others move. */
type DraftField = FormField & { readonly id: number };

interface Draft {
  readonly name: string;
  readonly left_reply: string;
  readonly typing_preview: boolean;
  readonly language: string;
  readonly rating: boolean;
  readonly rating_reasons: readonly string[];
  readonly form: readonly DraftField[];
  readonly verified_only: boolean;
  readonly masks_numbers: boolean;
}

interface SiteFormProps {
  readonly site: Site;
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

const pickSwitches = ({ verified_only, masks_numbers }: Site) => ({
  verified_only,
  masks_numbers,
});

function SiteForm({ site, onSaved, onClose }: SiteFormProps) {
  const { name, left_reply, typing_preview, language, rating, rating_reasons } = site;
  const reply = useRef<HTMLTextAreaElement>(null);
  return (
    <Form<Draft>
      wide
      heading={words("sites.edit")}
      initial={{
        name,
        left_reply,
        typing_preview,
        language,
        rating,
        rating_reasons,
        form: site.form.map((field, id) => ({ ...field, id })),
        ...pickSwitches(site),
      }}
      save={(draft) => save(sites_url, site.site, { ...draft, form: draft.form.map(named) })}
      onSaved={onSaved}
      onClose={onClose}
    >
      {(lens) => (
        <>
          <TextField lens={at(lens, "name")} label={words("common.name")} />
          <TextField
            lens={at(lens, "language")}
            label={words("sites.language")}
            hint={words("sites.language_hint")}
            list={languages}
          />
          <FieldsEditor lens={at(lens, "form")} />
          <TextArea
            lens={at(lens, "left_reply")}
            label={words("sites.left_reply")}
            hint={words("sites.left_reply_hint")}
            box={reply}
          />
          <SwitchField
            lens={at(lens, "typing_preview")}
            label={words("sites.typing_preview")}
            hint={words("sites.typing_preview_hint")}
          />
          <SwitchField
            lens={at(lens, "verified_only")}
            label={words("sites.verified_only")}
            hint={words("sites.verified_only_hint")}
          />
          <SwitchField
            lens={at(lens, "masks_numbers")}
            label={words("sites.masks_numbers")}
            hint={words("sites.masks_numbers_hint")}
          />
          <SwitchField
            lens={at(lens, "rating")}
            label={words("sites.rating")}
            hint={words("sites.rating_hint")}
          />
          <WrittenField
            lens={at(lens, "rating_reasons")}
            label={words("sites.rating_reasons")}
            hint={words("sites.rating_reasons_hint")}
            rows={4}
            write={(reasons) => reasons.join("\n")}
            read={readLines}
          />
        </>
      )}
    </Form>
  );
}

function FieldsEditor({ lens }: { readonly lens: Lens<readonly DraftField[]> }) {
  const fields = lens.value;
  const add = (): void => {
    const id = Math.max(-1, ...fields.map((field) => field.id)) + 1;
    const free = field_kinds.find((kind) => !fields.some((field) => field.kind === kind));
    const kind = free ?? "text";
    lens.set([...fields, { id, kind, name: "", label: "", required: true, options: [] }]);
  };
  const whole = isFaulty(lens) && lens.fault?.field === lens.path;
  return (
    <fieldset class="form-editor">
      <legend>{words("sites.form")}</legend>
      <p class="muted">{words("sites.form_hint")}</p>
      {whole ? <small class="bad">{faultText(lens.fault?.code ?? "", lens.path)}</small> : null}
      <ol>
        {fields.map((field, index) => (
          <li key={field.id}>
            <FieldEditor
              lens={item(lens, index)}
              index={index}
              count={fields.length}
              move={(step) => lens.set(moved(fields, index, step))}
              remove={() => lens.set(fields.filter((each) => each !== field))}
            />
          </li>
        ))}
      </ol>
      <button
        type="button"
        class="button"
        disabled={fields.length >= form_fields_max}
        onClick={add}
      >
        {words("sites.add_field")}
      </button>
    </fieldset>
  );
}

interface FieldEditorProps {
  readonly lens: Lens<DraftField>;
  readonly index: number;
  readonly count: number;
  readonly move: (step: 1 | -1) => void;
  readonly remove: () => void;
}

function FieldEditor({ lens, index, count, move, remove }: FieldEditorProps) {
  const { kind } = lens.value;
  const kinds = field_kinds.map((value) => ({ value, text: words(`sites.kind_${value}`) }));
  const is_attribute = kind === "text" || kind === "choice";
  const n = index + 1;
  const choose = (value: FormField["kind"]): void => {
    const options = value === "choice" ? lens.value.options : [];
    const name = value === "text" || value === "choice" ? lens.value.name : "";
    lens.set({ ...lens.value, kind: value, options, name });
  };
  return (
    <div role="group" aria-label={words("sites.field", { n })}>
      <div class="form-editor-bar">
        <strong>{words("sites.field", { n })}</strong>
        <Tool icon="up" text={words("sites.up", { n })} off={index === 0} act={() => move(-1)} />
        <Tool
          icon="down"
          text={words("sites.down", { n })}
          off={n === count}
          act={() => move(1)}
        />
        <Tool icon="close" text={words("sites.remove", { n })} off={false} act={remove} />
      </div>
      <div class="group-fields">
        <SelectField
          lens={{ ...at(lens, "kind"), set: choose }}
          label={words("sites.kind")}
          options={kinds}
        />
        <TextField
          lens={at(lens, "label")}
          label={words("sites.label")}
          hint={is_attribute ? words("sites.label_own") : words("sites.label_hint")}
        />
        {is_attribute ? (
          <TextField
            lens={at(lens, "name")}
            label={words("sites.name")}
            hint={words("sites.name_hint")}
          />
        ) : null}
        {kind === "choice" ? (
          <WrittenField
            lens={at(lens, "options")}
            label={words("sites.options")}
            hint={words("sites.options_hint")}
            rows={4}
            write={(options) => options.join("\n")}
            read={readLines}
          />
        ) : null}
      </div>
      <SwitchField lens={at(lens, "required")} label={words("sites.required")} />
    </div>
  );
}
