// Files as both pages handle them: their limits before an upload, how one is named, what an upload
// is answered with, and where dropped and pasted ones come in.

import type { File as SentFile } from "./frames.gen";
import type { Uploaded } from "./outbox";

// The server's limits.
export const file_bytes_max = 10 * 1024 * 1024;
const name_bytes_max = 255;

// Where its bytes are, on the server.
export const file_path = ({ key, name }: SentFile): string =>
  `/files/${key}/${encodeURIComponent(name)}`;

// Why the server would not take it, as its error code; or "".
export function fault_of({ size }: File): string {
  if (size > file_bytes_max) return "too_long";
  return size ? "" : "empty_file";
}

// As the server takes it: what is too long loses the end of its stem, not its kind.
export function fitting_name(given: string): string {
  const [stem = "", kind = ""] =
    given.replace(/[\p{Cc}\p{Cs}/\\]/gu, "_").split(/(\.[^.]{1,16})?$/u);
  const letters = [...stem];
  const size = (): number => new TextEncoder().encode(letters.join("") + kind).length;
  while (size() > name_bytes_max) letters.pop();
  return letters.join("") + kind || "_";
}

export function size_label(bytes: number): string {
  const step = bytes < 1024 ? 0 : bytes < 1024 ** 2 ? 1 : 2;
  const size = bytes / 1024 ** step;
  return `${step && size < 10 ? size.toFixed(1) : Math.round(size)} ${["B", "KB", "MB"][step]}`;
}

// The members of an upload's answer, which are those of a canned reply's file, too.
export function uploaded_of({ ticket, ...file }: SentFile & { ticket: string }): Uploaded {
  return { ticket, file };
}

// Of a folder a browser could send nothing.
function files_of(data: DataTransfer | null): File[] {
  return Array.from(data?.items ?? [])
    .filter((item) => item.kind === "file" && !item.webkitGetAsEntry()?.isDirectory)
    .flatMap((item) => item.getAsFile() ?? []);
}

// Gives what is pasted or dropped anywhere on the place, and tells when something hovers over it.
// Returns the way to stop.
export function watch_files(
  place: HTMLElement, take: (files: File[]) => void, hover: (over: boolean) => void,
): () => void {
  const on_paste = (event: ClipboardEvent): void => {
    const types = event.clipboardData?.types ?? [];
    // Offices put a picture beside the text that was copied.
    if (types.includes("text/plain") && types.includes("text/html")) return;
    const files = files_of(event.clipboardData);
    if (files.length === 0) return;
    event.preventDefault();
    take(files);
  };
  const on_drag = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    hover(event.type === "dragover");
    if (event.type === "drop") take(files_of(event.dataTransfer));
  };
  const on_leave = ({ relatedTarget }: DragEvent): void => {
    if (!place.contains(relatedTarget as Node | null)) hover(false);
  };
  place.addEventListener("paste", on_paste);
  place.addEventListener("dragover", on_drag);
  place.addEventListener("drop", on_drag);
  place.addEventListener("dragleave", on_leave);
  return () => {
    place.removeEventListener("paste", on_paste);
    place.removeEventListener("dragover", on_drag);
    place.removeEventListener("drop", on_drag);
    place.removeEventListener("dragleave", on_leave);
  };
}
