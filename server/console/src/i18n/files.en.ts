/** Files: their part of the English catalogue. */
import type { filesZhCN } from "./files.zh-CN.ts";

export const filesEn: Readonly<Record<keyof typeof filesZhCN, string>> = {
  "file.attach": "Attach images or files",
  "file.drop": "Drop to attach",
  "file.list": "Files to send",
  "file.sending": "Uploading {name}",
  "file.cancel": "Cancel the upload of {name}",
  "file.remove": "Remove {name}",
  "file.retry": "Try again",
  "file.open": "Open {name} in a new tab",
  "file.wait": "You can send once the files are uploaded.",
  "file.mend": "A file was not uploaded: try again or remove it.",
  "file.too_large": "Too large: 10 MB at most.",
  "file.empty": "This file is empty.",
  "file.kind": "Programs can't be sent.",
  "file.unreachable": "The server can't be reached. Try again.",
  "file.too_many": "At most {n} files at a time.",
  "error.bad_ticket": "The file has expired; attach it again.",
};
