/** Tags and the disposition of a conversation, for those who may set them. */
import { useState } from "preact/hooks";
import { t } from "../i18n/text.ts";
import { Icon } from "../kit/icon.tsx";
import { useDesk } from "../state/desk.ts";
import { canLabel } from "../state/together.ts";
import type { Conversation } from "../state/wire.ts";

/** A third of the protocol's limits in bytes: Chinese characters take three. */
const tag_length_max = 21;
export const disposition_length_max = 166;

export function Labels({ row }: { readonly row: Conversation }) {
  const desk = useDesk();
  const may = desk.me.value !== null && canLabel(row, desk.me.value);
  return (
    <div class="labels">
      <div class="tags">
        {row.tags.map((tag) => (
          <TagChip key={tag} row={row} tag={tag} may={may} />
        ))}
        {row.tags.length > 0 || may ? null : <span class="muted">{t("labels.no_tags")}</span>}
      </div>
      {may ? <NewTag row={row} /> : null}
      {may ? (
        <Disposition key={row.disposition} row={row} />
      ) : row.disposition === "" ? null : (
        <p>{row.disposition}</p>
      )}
    </div>
  );
}

interface TagChipProps {
  readonly row: Conversation;
  readonly tag: string;
  readonly may: boolean;
}

function TagChip({ row, tag, may }: TagChipProps) {
  const desk = useDesk();
  return (
    <span class="tag">
      {tag}
      {!may ? null : (
        <button
          type="button"
          class="icon-button tiny"
          onClick={() => desk.actions.tag(row.conversation, tag, false)}
        >
          <Icon name="close" />
          <span class="hidden">{t("labels.remove", { tag })}</span>
        </button>
      )}
    </span>
  );
}

function NewTag({ row }: { readonly row: Conversation }) {
  const desk = useDesk();
  const [text, setText] = useState("");
  return (
    <form
      class="label-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== "") desk.actions.tag(row.conversation, text.trim(), true);
        setText("");
      }}
    >
      <input
        type="text"
        value={text}
        maxLength={tag_length_max}
        aria-label={t("labels.new_tag")}
        placeholder={t("labels.new_tag")}
        autocomplete="off"
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <button type="submit" class="button" disabled={text.trim() === ""}>
        {t("labels.add")}
      </button>
    </form>
  );
}

/** Stored when it is left or Enter is pressed. */
function Disposition({ row }: { readonly row: Conversation }) {
  const desk = useDesk();
  const [text, setText] = useState(row.disposition);
  const save = (): void => {
    if (text.trim() !== row.disposition) desk.actions.dispose(row.conversation, text.trim());
  };
  return (
    <form
      class="label-form"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <input
        type="text"
        value={text}
        maxLength={disposition_length_max}
        aria-label={t("labels.disposition")}
        placeholder={t("labels.disposition_hint")}
        autocomplete="off"
        onInput={(event) => setText(event.currentTarget.value)}
        onBlur={save}
      />
    </form>
  );
}
