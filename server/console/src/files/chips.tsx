/** The files of a reply before it is sent, above the box, and the ways in which they come there. */
import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { size_label, watch_files } from "../../../../protocol/ts/files";
import { t } from "../i18n/text.ts";
import { Icon } from "../kit/icon.tsx";
import { type Attachment, type Attachments, attachments_max, isFinal } from "./attachments.ts";
import { fileFaultText } from "./upload.ts";

interface ChipsProps {
  readonly files: Attachments;
  /** After the last thing to do with one is gone. */
  readonly onGone: () => void;
}

export function Chips({ files, onGone }: ChipsProps) {
  const list = files.list.value;
  if (list.length === 0) return null;
  return (
    <ul class="file-chips" aria-label={t("file.list")}>
      {list.map((each) => (
        <Chip
          key={each.id}
          attachment={each}
          retry={() => files.retry(each.id)}
          remove={() => {
            files.remove(each.id);
            onGone();
          }}
        />
      ))}
    </ul>
  );
}

interface ChipProps {
  readonly attachment: Attachment;
  readonly retry: () => void;
  readonly remove: () => void;
}

function Chip({ attachment, retry, remove }: ChipProps) {
  const { name, bytes, picture, share, uploaded, fault } = attachment;
  const busy = uploaded === null && fault === null;
  return (
    <li class={`file-chip ${fault === null ? "" : "failed"}`}>
      {picture === null ? (
        <Icon name={fault === null ? "file" : "alert"} />
      ) : (
        <img src={picture} alt="" />
      )}
      <div>
        <span class="file-name">{name}</span>
        {fault === null ? (
          <small>{size_label(bytes)}</small>
        ) : (
          <small role="alert">{fileFaultText(fault)}</small>
        )}
        {busy ? <progress max={1} value={share} aria-label={t("file.sending", { name })} /> : null}
      </div>
      {fault === null || isFinal(attachment) ? null : (
        <button type="button" class="text-button" onClick={retry}>
          {t("file.retry")}
        </button>
      )}
      <button
        type="button"
        class="icon-button tiny"
        title={t(busy ? "file.cancel" : "file.remove", { name })}
        onClick={remove}
      >
        <Icon name="close" />
        <span class="hidden">{t(busy ? "file.cancel" : "file.remove", { name })}</span>
      </button>
    </li>
  );
}

interface AttachButtonProps {
  readonly take: (files: readonly File[]) => void;
  /** Of a form: what it takes one of, in words. */
  readonly single?: string;
}

export function AttachButton({ take, single }: AttachButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  const label = single ?? t("file.attach");
  return (
    <>
      <button
        type="button"
        class={single === undefined ? "icon-button" : "button"}
        title={label}
        onClick={() => input.current?.click()}
      >
        <Icon name="clip" />
        <span class={single === undefined ? "hidden" : ""}>{label}</span>
      </button>
      <input
        ref={input}
        type="file"
        multiple={single === undefined}
        hidden
        onChange={({ currentTarget }) => {
          take([...(currentTarget.files ?? [])]);
          // The same file may be chosen again.
          currentTarget.value = "";
        }}
      />
    </>
  );
}

/** Files that are pasted or dropped anywhere on the conversation; null: they are not taken now. */
export function useFilesOf(
  box: RefObject<HTMLElement>,
  take: ((files: readonly File[]) => void) | null,
): void {
  const latest = useRef(take);
  latest.current = take;
  const taken = take !== null;
  useEffect(() => {
    const pane = box.current?.closest<HTMLElement>(".conversation-pane");
    if (!taken || pane === null || pane === undefined) return;
    const hover = (over: boolean): void => {
      if (over) pane.dataset["drop"] = t("file.drop");
      else delete pane.dataset["drop"];
    };
    const stop = watch_files(pane, (files) => latest.current?.(files), hover);
    return () => {
      hover(false);
      stop();
    };
  }, [taken]);
}

/** What to say when some of the files chosen did not fit. */
export function tooManyText(): string {
  return t("file.too_many", { n: attachments_max });
}
