/** One file on its way to the server. The answer is a value; nothing throws. */
import { fitting_name, uploaded_of } from "../../../../protocol/ts/files";
import type { Uploaded } from "../../../../protocol/ts/outbox";
import { errorText, t } from "../i18n/text.ts";
import { type Failure, failureOf, type Outcome } from "../session.ts";

const files_url = "/api/v1/files";
/** As long as the server waits for one. */
const upload_ms_max = 5 * 60_000;

export interface Upload {
  /** How much of it is there, of 1. */
  readonly progress: (share: number) => void;
  readonly done: (outcome: Outcome<Uploaded>) => void;
}

function contentOf(request: XMLHttpRequest): unknown {
  try {
    return JSON.parse(request.responseText);
  } catch {
    return null;
  }
}

/** Gives the way to cancel it: then nothing more is told. */
export function upload(file: File, { progress, done }: Upload): () => void {
  const request = new XMLHttpRequest();
  const lost = (): void => done({ ok: false, failure: { kind: "unreachable" } });
  request.open("POST", `${files_url}?name=${encodeURIComponent(fitting_name(file.name))}`);
  request.setRequestHeader("Content-Type", "application/octet-stream");
  request.timeout = upload_ms_max;
  request.upload.onprogress = ({ loaded, total }) => progress(loaded / total);
  request.onerror = lost;
  request.ontimeout = lost;
  request.onload = () => {
    const content = contentOf(request);
    if (request.status === 201 && content !== null) {
      return done({ ok: true, value: uploaded_of(content as Parameters<typeof uploaded_of>[0]) });
    }
    const wait = request.getResponseHeader("Retry-After");
    done({ ok: false, failure: failureOf(request.status, wait, content) });
  };
  request.send(file);
  return () => request.abort();
}

export function codeOf(failure: Failure): string {
  return failure.kind === "refused" ? failure.code : failure.kind;
}

/** Why a file was not taken. */
export function fileFaultText(code: string): string {
  switch (code) {
    case "too_long":
      return t("file.too_large");
    case "empty_file":
      return t("file.empty");
    case "file_kind":
      return t("file.kind");
    case "unreachable":
      return t("file.unreachable");
    default:
      return errorText(code);
  }
}
