/** Notes and tags that the staff keep of a person. */
import { useState } from "preact/hooks";
import { locale, t } from "../i18n/text.ts";
import { Icon } from "../kit/icon.tsx";
import { Problem } from "../kit/problem.tsx";
import { useDesk } from "../state/desk.ts";
import { dateTime } from "../time/format.ts";
import type { PersonNote } from "./api.ts";
import { useChanges } from "./changes.ts";
import { addNote, removeNote, tagPerson } from "./people_api.ts";

/** A third of the server's limits in bytes: Chinese characters take three. */
const note_length_max = 666;
const tag_length_max = 21;

interface TagsProps {
  readonly visitor: string;
  readonly tags: readonly string[];
  readonly reload: () => Promise<void>;
}

export function Tags({ visitor, tags, reload }: TagsProps) {
  const [text, setText] = useState("");
  const changes = useChanges(reload);
  const add = async (): Promise<void> => {
    const tag = text.trim();
    if (tag === "" || changes.busy.value) return;
    if (await changes.make(tagPerson(visitor, tag, true))) setText("");
  };
  return (
    <div class="labels">
      <div class="tags">
        {tags.map((tag) => (
          <span key={tag} class="tag">
            {tag}
            <button
              type="button"
              class="icon-button tiny"
              disabled={changes.busy.value}
              onClick={() => void changes.make(tagPerson(visitor, tag, false))}
            >
              <Icon name="close" />
              <span class="hidden">{t("labels.remove", { tag })}</span>
            </button>
          </span>
        ))}
      </div>
      <form
        class="label-form"
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <input
          type="text"
          value={text}
          maxLength={tag_length_max}
          aria-label={t("people.new_tag")}
          placeholder={t("people.new_tag")}
          autocomplete="off"
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <button type="submit" class="button" disabled={text.trim() === "" || changes.busy.value}>
          {t("labels.add")}
        </button>
      </form>
      <Problem text={changes.problem.value} />
    </div>
  );
}

interface NotesProps {
  readonly visitor: string;
  readonly notes: readonly PersonNote[];
  readonly reload: () => Promise<void>;
}

export function Notes({ visitor, notes, reload }: NotesProps) {
  const desk = useDesk();
  const [text, setText] = useState("");
  const changes = useChanges(reload);
  const add = async (): Promise<void> => {
    if (text.trim() === "" || changes.busy.value) return;
    if (await changes.make(addNote(visitor, text.trim()))) setText("");
  };
  return (
    <div class="person-notes">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <textarea
          rows={2}
          value={text}
          maxLength={note_length_max}
          aria-label={t("people.new_note")}
          placeholder={t("people.new_note")}
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
            event.preventDefault();
            void add();
          }}
        />
        <button type="submit" class="button" disabled={text.trim() === "" || changes.busy.value}>
          {t("labels.add")}
        </button>
      </form>
      <Problem text={changes.problem.value} />
      <ul>
        {notes.map((note) => (
          <li key={note.number}>
            <p>{note.text}</p>
            <span class="muted">
              {note.agent_name} · {dateTime(note.at, locale.value)}
            </span>
            {note.agent === desk.me.value?.agent || desk.leads() ? (
              <button
                type="button"
                class="icon-button tiny"
                disabled={changes.busy.value}
                onClick={() => void changes.make(removeNote(visitor, note.number))}
              >
                <Icon name="close" />
                <span class="hidden">{t("people.remove_note", { text: note.text })}</span>
              </button>
            ) : null}
          </li>
        ))}
      </ul>
    </div>
  );
}
