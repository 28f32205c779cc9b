/**
 * Files on their way to the server, one after another: each is a message when it is there, so that
 * they come in the order in which they were chosen. One that fails stays, to be tried again or
 * taken out, and holds up nobody. They go on while the panel is closed, not after the page.
 */

import { signal } from "@preact/signals";
import { fault_of, fitting_name, uploaded_of } from "../../../protocol/ts/files.ts";
import type { Uploaded } from "../../../protocol/ts/outbox.ts";

/** The server's limits. */
const at_once_max = 20;
const upload_ms_max = 5 * 60_000;

export interface Upload {
  readonly id: number;
  readonly name: string;
  readonly bytes: File;
  readonly state: "waiting" | "sending" | "failed";
  /** How much of it is there, of 1. */
  readonly share: number;
  /** Why it failed: the server's error code, or "offline". */
  readonly code: string;
}

/** How the panel is connected with the uploads, anew whenever it is drawn. */
export interface Way {
  address(name: string): string;
  token(): string | null;
  done(uploaded: Uploaded): void;
}

const final_codes = ["too_long", "empty_file", "file_kind"];

/** Sent as it is, it would be refused again. */
export function is_final({ code }: Upload): boolean {
  return final_codes.includes(code);
}

/** The error code of an answer that is not 201. */
function code_of(answer: string): string {
  try {
    return String((JSON.parse(answer) as { error: { code: unknown } }).error.code);
  } catch {
    return "failed";
  }
}

export class Uploads {
  readonly list = signal<readonly Upload[]>([]);
  way!: Way;
  private last_ = 0;
  private request_: XMLHttpRequest | null = null;

  /** `visitor`: whose they are. */
  constructor(readonly visitor: string) {}

  add(files: readonly File[]): void {
    const room = at_once_max - this.list.value.length;
    const added = files.map((bytes, index): Upload => {
      const code = fault_of(bytes) || (index < room ? "" : "rate_limited");
      const state = code ? "failed" : "waiting";
      const id = (this.last_ += 1);
      return { id, name: fitting_name(bytes.name), bytes, state, share: 0, code };
    });
    this.list.value = [...this.list.value, ...added];
    this.next_();
  }

  retry(id: number): void {
    this.change_(id, { state: "waiting", share: 0, code: "" });
    this.next_();
  }

  /** Cancels it, if it is under way. */
  remove(id: number): void {
    const removed = this.list.value.find((one) => one.id === id);
    this.list.value = this.list.value.filter((one) => one !== removed);
    if (removed?.state !== "sending") return;
    this.request_?.abort();
    this.over_();
  }

  /** Cancels and forgets all of them. */
  stop(): void {
    const all = this.list.value;
    this.list.value = all.filter(({ state }) => state === "sending");
    for (const { id } of all) this.remove(id);
  }

  private change_(id: number, change: Partial<Upload>): void {
    this.list.value = this.list.value.map((one) => (one.id === id ? { ...one, ...change } : one));
  }

  private next_(): void {
    const next = this.list.value.find(({ state }) => state === "waiting");
    if (!next || this.request_) return;
    const token = this.way.token();
    if (token) this.send_(next, token);
    else this.fail_(next.id, "offline");
  }

  private send_({ id, name, bytes }: Upload, token: string): void {
    const request = new XMLHttpRequest();
    const fail = () => this.fail_(id, "offline");
    this.request_ = request;
    this.change_(id, { state: "sending" });
    request.open("POST", this.way.address(name));
    request.setRequestHeader("authorization", `Bearer ${token}`);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.timeout = upload_ms_max;
    request.upload.onprogress = ({ loaded, total }) => this.change_(id, { share: loaded / total });
    request.onerror = fail;
    request.ontimeout = fail;
    request.onload = () => {
      if (request.status !== 201) return this.fail_(id, code_of(request.responseText));
      this.list.value = this.list.value.filter((one) => one.id !== id);
      this.way.done(uploaded_of(JSON.parse(request.responseText)));
      this.over_();
    };
    request.send(bytes);
  }

  private fail_(id: number, code: string): void {
    this.change_(id, { state: "failed", code });
    this.over_();
  }

  private over_(): void {
    this.request_ = null;
    this.next_();
  }
}
