/**
 * Files that are about to be messages: chosen, pasted or dropped on the panel. While they are on
 * their way, and when they failed, they stand above the composer.
 */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { RefObject } from "preact";
import { size_label, watch_files } from "../../../protocol/ts/files.ts";
import type { Uploaded } from "../../../protocol/ts/outbox.ts";
import { Icon, IconButton } from "../panel/icons.tsx";
import type { Shell } from "../panel/shell.ts";
import type { Texts } from "../locales/zh-CN.ts";
import { Uploads, is_final } from "./uploads.ts";
import type { Upload } from "./uploads.ts";

const uploads_of = new WeakMap<Shell["store"], Uploads>();

/** They outlive the panel, which may be closed meanwhile, but never become another visitor's. */
function uploads_for({ state, store }: Shell): Uploads {
  const { visitor } = state();
  const known = uploads_of.get(store);
  if (known?.visitor === visitor) return known;
  known?.stop();
  const uploads = new Uploads(visitor);
  uploads_of.set(store, uploads);
  return uploads;
}

interface FilesProps {
  shell: Shell;
  form: RefObject<HTMLElement>;
  /** What chooses files, for the composer's button. */
  input: RefObject<HTMLInputElement>;
  say: (text: string, uploaded: Uploaded) => void;
}

export function Files({ shell, form, input, say }: FilesProps) {
  const { texts, store, wanted } = shell;
  const uploads = uploads_for(shell);
  uploads.way = {
    address: (name) =>
      `${wanted.baseUrl}/api/v1/visitor_files?site=${encodeURIComponent(wanted.site)}` +
      `&name=${encodeURIComponent(name)}`,
    token: () => (shell.state().live ? store.get("token") : null),
    done: (uploaded) => {
      if (shell.state().visitor === uploads.visitor) say(uploaded.file.name, uploaded);
    },
  };
  const dragged = useDropped(form, (files) => uploads_for(shell).add(files));
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={({ currentTarget }) => {
          uploads.add([...(currentTarget.files ?? [])]);
          // The same file may be chosen again.
          currentTarget.value = "";
        }}
      />
      {dragged && (
        <div class="drop">
          <Icon name="clip" />
          {texts.file_drop}
        </div>
      )}
      {uploads.list.value.length > 0 && (
        <ul class="uploads">
          {uploads.list.value.map((upload) => (
            <Row
              key={upload.id}
              upload={upload}
              texts={texts}
              retry={() => uploads.retry(upload.id)}
              remove={() => {
                uploads.remove(upload.id);
                form.current?.querySelector("textarea")?.focus({ preventScroll: true });
              }}
            />
          ))}
        </ul>
      )}
    </>
  );
}

interface RowProps {
  upload: Upload;
  texts: Texts;
  retry: () => void;
  remove: () => void;
}

function Row({ upload, texts, retry, remove }: RowProps) {
  const { name, bytes, state, share, code } = upload;
  const failed = state === "failed";
  return (
    <li data-state={state}>
      <Icon name={failed ? "alert" : "file"} />
      <div>
        <b>{name}</b>
        {failed ? (
          <small role="alert">{why(code, texts)}</small>
        ) : (
          <>
            <small>{size_label(bytes.size)}</small>
            <progress max={1} value={share} aria-label={`${texts.sending}: ${name}`} />
          </>
        )}
      </div>
      {failed && !is_final(upload) && (
        <button type="button" class="retry" onClick={retry}>
          {texts.retry}
        </button>
      )}
      <IconButton
        name="close"
        label={`${failed ? texts.file_remove : texts.file_cancel}: ${name}`}
        onClick={remove}
      />
    </li>
  );
}

function why(code: string, texts: Texts): string {
  switch (code) {
    case "too_long":
      return texts.file_too_large;
    case "empty_file":
      return texts.file_empty;
    case "file_kind":
      return texts.file_kind;
    case "offline":
      return texts.file_offline;
    case "rate_limited":
      return texts.refused;
    default:
      return texts.fault_later;
  }
}

/** Takes what is pasted or dropped anywhere on the panel; true while something hovers over it. */
function useDropped(form: RefObject<HTMLElement>, take: (files: File[]) => void): boolean {
  const over = useSignal(false);
  useEffect(() => {
    const panel = form.current?.closest<HTMLElement>(".panel");
    return panel ? watch_files(panel, take, (now) => (over.value = now)) : undefined;
  }, []);
  return over.value;
}
