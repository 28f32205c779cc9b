/** A set of canned replies before it is sent: filled in, each message to leave out or to mend. */
import { useEffect, useRef, useState } from "preact/hooks";
import {
  type CannedReply,
  draftOf,
  firstGap,
  type Known,
  outgoing,
  type SetDraft,
  text_bytes_max,
} from "../canned/canned.ts";
import { uploaded_of } from "../../../../protocol/ts/files";
import { type Outgoing, outgoingOf } from "../files/attachments.ts";
import { t } from "../i18n/text.ts";
import { Dialog } from "../kit/dialog.tsx";
import { Icon } from "../kit/icon.tsx";

interface CannedSetProps {
  readonly set: CannedReply;
  readonly known: Known;
  /** They are sent in this order. */
  readonly send: (messages: readonly Outgoing[]) => void;
  readonly onClose: () => void;
}

export function CannedSet({ set, known, send, onClose }: CannedSetProps) {
  const [draft, setDraft] = useState(() => draftOf(set, known));
  const form = useRef<HTMLFormElement>(null);
  const { file } = set;
  const [withFile, setWithFile] = useState(true);
  const { texts, wrong } = outgoing(draft, text_bytes_max);
  const gap = wrong === null ? null : firstGap(draft[wrong]?.text ?? "");
  const toFault = (): void => {
    const box = wrong === null ? null : form.current?.querySelectorAll("textarea")[wrong];
    box?.focus();
    if (gap !== null) box?.setSelectionRange(gap.start, gap.end);
  };
  // What has to be filled in is first; without, one key sends them all.
  useEffect(() => {
    if (wrong !== null) toFault();
    else form.current?.querySelector<HTMLElement>("[type=submit]")?.focus();
  }, []);
  const change = (index: number, part: Partial<SetDraft>): void =>
    setDraft(draft.map((each, i) => (i === index ? { ...each, ...part } : each)));
  const submit = (event: Event): void => {
    event.preventDefault();
    if (wrong !== null) return toFault();
    if (texts.length === 0) return;
    send(
      texts.flatMap((text, index) =>
        outgoingOf(text, index === 0 && file && withFile ? [uploaded_of(file)] : []),
      ),
    );
    onClose();
  };
  const note =
    wrong === null
      ? t("set.hint")
      : gap === null
        ? t("set.too_long")
        : t("canned.gap", { variable: (draft[wrong]?.text ?? "").slice(gap.start, gap.end) });
  return (
    <Dialog heading={set.name} onClose={onClose}>
      <form ref={form} class="form" onSubmit={submit}>
        <Messages draft={draft} wrong={wrong} change={change} />
        {file ? <FileChoice name={file.name} on={withFile} set={setWithFile} /> : null}
        <p class={wrong === null ? "muted" : "set-fault"} role="status">
          {note}
        </p>
        <footer class="dialog-footer">
          <button type="button" class="button" onClick={onClose}>
            {t("common.cancel")}
          </button>
          <button type="submit" class="button primary" disabled={texts.length === 0}>
            <Icon name="send" />
            {t("set.send", { n: texts.length })}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}

interface MessagesProps {
  readonly draft: readonly SetDraft[];
  readonly wrong: number | null;
  readonly change: (index: number, part: Partial<SetDraft>) => void;
}

function Messages({ draft, wrong, change }: MessagesProps) {
  return (
    <ol class="set-messages">
      {draft.map(({ text, on }, index) => (
        <li key={index} class={on ? "" : "off"}>
          <input
            type="checkbox"
            checked={on}
            aria-label={t("set.include", { n: index + 1 })}
            onChange={(event) => change(index, { on: event.currentTarget.checked })}
          />
          <textarea
            rows={2}
            value={text}
            disabled={!on}
            aria-label={t("set.message", { n: index + 1 })}
            aria-invalid={wrong === index}
            onInput={(event) => change(index, { text: event.currentTarget.value })}
          />
        </li>
      ))}
    </ol>
  );
}

interface FileChoiceProps {
  readonly name: string;
  readonly on: boolean;
  readonly set: (on: boolean) => void;
}

/** It goes with the first message, or not. */
function FileChoice({ name, on, set }: FileChoiceProps) {
  return (
    <label class="set-file">
      <input
        type="checkbox"
        checked={on}
        onChange={(event) => set(event.currentTarget.checked)}
      />
      <Icon name="clip" />
      <span>{name}</span>
    </label>
  );
}
