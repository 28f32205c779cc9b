/** Who changed what of a person, and when. */
import { useEffect, useState } from "preact/hooks";
import { locale, t } from "../i18n/text.ts";
import { Icon } from "../kit/icon.tsx";
import { dateTime } from "../time/format.ts";
import { type PersonEdit, type PersonField, readEdits } from "./people_api.ts";
import { valueText } from "./value.tsx";

interface EditsProps {
  readonly visitor: string;
  readonly fields: readonly PersonField[];
  /** Another one means that something was edited. */
  readonly version: object;
}

export function Edits({ visitor, fields, version }: EditsProps) {
  const [open, setOpen] = useState(false);
  const [edits, setEdits] = useState<readonly PersonEdit[] | null>(null);
  const [more, setMore] = useState(false);
  const load = async (before: readonly PersonEdit[]): Promise<void> => {
    const outcome = await readEdits(visitor, before.at(-1)?.number ?? 0);
    if (!outcome.ok) return;
    setEdits([...before, ...outcome.value.edits]);
    setMore(outcome.value.more);
  };
  useEffect(() => {
    if (open) void load([]);
  }, [open, version]);
  return (
    <details class="past-visit" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <strong>{t("people.edits")}</strong>
        <Icon name="caret" />
      </summary>
      {edits?.length === 0 ? <p class="muted">{t("past.none")}</p> : null}
      <ol class="person-edits">
        {edits?.map((edit) => <Edit key={edit.number} edit={edit} fields={fields} />)}
      </ol>
      {more ? (
        <button type="button" class="text-button" onClick={() => void load(edits ?? [])}>
          {t("past.more")}
        </button>
      ) : null}
    </details>
  );
}

interface EditProps extends Pick<EditsProps, "fields"> {
  readonly edit: PersonEdit;
}

function Edit({ edit: { at, agent_name, key, before, after }, fields }: EditProps) {
  const field = fields.find((each) => each.key === key);
  const text = (value: string): string => {
    if (value === "") return t("people.empty");
    return field === undefined ? value : valueText(field, value);
  };
  return (
    <li>
      <span>
        {field?.label ?? key}: <del>{text(before)}</del> → <ins>{text(after)}</ins>
      </span>
      <span class="muted">
        {agent_name} · {dateTime(at, locale.value)}
      </span>
    </li>
  );
}
