/** The file of a canned reply: kept, taken out, or another one. */
import { useId } from "preact/hooks";
import { uploaded_of } from "../../../../protocol/ts/files";
import type { CannedFile } from "../canned/canned.ts";
import { type Attachment, Attachments } from "../files/attachments.ts";
import { AttachButton, Chips } from "../files/chips.tsx";
import type { Outcome } from "../session.ts";
import { words } from "./texts.ts";

/** What the form begins with. */
export function keptFile(file: CannedFile | null): Attachments {
  const files = new Attachments();
  if (file !== null) files.addUploaded(uploaded_of(file));
  return files;
}

interface FileChange {
  /** The new file's ticket, or null for none; absent, it stays as it was. */
  readonly file?: string | null;
}

export function fileChange(
  before: CannedFile | null,
  [now]: readonly Attachment[],
): Outcome<FileChange> {
  if (now === undefined) return { ok: true, value: before === null ? {} : { file: null } };
  if (now.uploaded === null) {
    return { ok: false, failure: { kind: "refused", code: "bad_value", field: "file" } };
  }
  const { ticket } = now.uploaded;
  return { ok: true, value: ticket === before?.ticket ? {} : { file: ticket } };
}

export function FileField({ files }: { readonly files: Attachments }) {
  const id = useId();
  return (
    <div class="field file-field" role="group" aria-labelledby={id}>
      <span id={id}>{words("canned.file")}</span>
      <Chips files={files} onGone={() => {}} />
      {files.list.value.length > 0 ? null : (
        <div>
          <AttachButton
            single={words("canned.file_add")}
            take={(chosen) => files.add(chosen.slice(0, 1))}
          />
        </div>
      )}
      <small>{words("canned.file_hint")}</small>
    </div>
  );
}
