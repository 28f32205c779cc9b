/** The files that a reply is going to have, from their choice to its sending. */
import { type ReadonlySignal, signal } from "@preact/signals";
import { fault_of, file_path, fitting_name } from "../../../../protocol/ts/files";
import type { Uploaded } from "../../../../protocol/ts/outbox";
import { codeOf, upload } from "./upload.ts";

/** Of one reply. */
export const attachments_max = 10;

export interface Attachment {
  readonly id: number;
  readonly name: string;
  readonly bytes: number;
  /** The address of the image that it is, or null. */
  readonly picture: string | null;
  /** How much of it is there, of 1. */
  readonly share: number;
  /** Null until it is there. */
  readonly uploaded: Uploaded | null;
  /** Why it is not going to be there, as an error code. */
  readonly fault: string | null;
}

const final_faults: readonly string[] = ["too_long", "empty_file", "file_kind"];

/** Sent as it is, it would be refused again. */
export function isFinal({ fault }: Attachment): boolean {
  return fault !== null && final_faults.includes(fault);
}

/** A message as it goes out. */
export interface Outgoing {
  readonly text: string;
  readonly uploaded: Uploaded | null;
}

/** The first file goes with the words; every other one is a message that says its name. */
export function outgoingOf(text: string, files: readonly Uploaded[]): readonly Outgoing[] {
  if (files.length === 0) return [{ text, uploaded: null }];
  return files.map((uploaded, index) => ({
    text: index === 0 && text !== "" ? text : uploaded.file.name,
    uploaded,
  }));
}

function pictureOf(file: File): string | null {
  return /^image\/(png|jpeg|gif|webp)$/.test(file.type) ? URL.createObjectURL(file) : null;
}

export class Attachments {
  private readonly shown = signal<readonly Attachment[]>([]);
  private readonly sources = new Map<number, File>();
  private readonly cancels = new Map<number, () => void>();
  private last = 0;

  constructor(private readonly begin: typeof upload = upload) {}

  get list(): ReadonlySignal<readonly Attachment[]> {
    return this.shown;
  }

  /** How many did not fit any more. */
  add(files: readonly File[]): number {
    const taken = files.slice(0, attachments_max - this.shown.value.length);
    for (const file of taken) this.take(file);
    return files.length - taken.length;
  }

  /** One that the server has: of a canned reply. */
  addUploaded(uploaded: Uploaded): void {
    const { file } = uploaded;
    if (this.shown.value.length >= attachments_max) return;
    this.push({
      name: file.name,
      bytes: file.bytes,
      picture: file.image ? file_path(file) : null,
      share: 1,
      uploaded,
      fault: null,
    });
  }

  retry(id: number): void {
    this.change(id, { share: 0, fault: null });
    this.start(id);
  }

  /** Cancels it, if it is under way. */
  remove(id: number): void {
    this.cancels.get(id)?.();
    const picture = this.shown.value.find((each) => each.id === id)?.picture ?? "";
    if (picture.startsWith("blob:")) URL.revokeObjectURL(picture);
    this.cancels.delete(id);
    this.sources.delete(id);
    this.shown.value = this.shown.value.filter((each) => each.id !== id);
  }

  /** Takes those that are there out, to be sent. */
  send(): readonly Uploaded[] {
    const ready = this.shown.value.filter(({ uploaded }) => uploaded !== null);
    for (const { id } of ready) this.remove(id);
    return ready.flatMap(({ uploaded }) => uploaded ?? []);
  }

  private take(file: File): void {
    const fault = fault_of(file) || null;
    const name = fitting_name(file.name);
    const picture = fault === null ? pictureOf(file) : null;
    const id = this.push({ name, bytes: file.size, picture, share: 0, uploaded: null, fault });
    this.sources.set(id, file);
    if (fault === null) this.start(id);
  }

  private push(attachment: Omit<Attachment, "id">): number {
    this.last += 1;
    this.shown.value = [...this.shown.value, { ...attachment, id: this.last }];
    return this.last;
  }

  private start(id: number): void {
    const file = this.sources.get(id);
    if (file === undefined) return;
    const cancel = this.begin(file, {
      progress: (share) => this.change(id, { share }),
      done: (outcome) => {
        this.cancels.delete(id);
        this.change(
          id,
          outcome.ok ? { uploaded: outcome.value } : { fault: codeOf(outcome.failure) },
        );
      },
    });
    this.cancels.set(id, cancel);
  }

  private change(id: number, part: Partial<Attachment>): void {
    this.shown.value = this.shown.value.map((each) =>
      each.id === id ? { ...each, ...part } : each,
    );
  }
}
