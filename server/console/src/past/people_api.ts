/** What the staff say of people, over HTTP. A change is in the next profile that is read. */
import { call, type Outcome } from "../session.ts";
import type { Person } from "./api.ts";

export const field_kinds = ["text", "number", "date", "choice", "yes_no"] as const;
export type FieldKind = (typeof field_kinds)[number];

/** What an account keeps of a person beyond name and addresses. */
export interface PersonField {
  readonly key: string;
  readonly label: string;
  readonly kind: FieldKind;
  readonly options: readonly string[];
}

export interface PersonEdit {
  readonly number: number;
  readonly at: number;
  readonly agent_name: string;
  readonly key: string;
  readonly before: string;
  readonly after: string;
}

export interface RowFault {
  readonly line: number;
  readonly column: string;
  readonly code: string;
}

export interface Imported {
  readonly people: number;
  readonly values: number;
  readonly same: number;
  readonly error_count: number;
  readonly errors: readonly RowFault[];
}

type Done = Promise<Outcome<null>>;
const nothing = (): null => null;
const at = (resource: string, visitor: string): string => `/api/v1/${resource}/${visitor}`;

export function editPerson(visitor: string, key: string, value: string): Done {
  return call("PATCH", at("people", visitor), { edits: { [key]: value } }, nothing);
}

export function addNote(visitor: string, text: string): Done {
  return call("POST", at("people_notes", visitor), { text }, nothing);
}

export function removeNote(visitor: string, number: number): Done {
  return call("DELETE", `${at("people_notes", visitor)}?number=${number}`, null, nothing);
}

export function tagPerson(visitor: string, tag: string, on: boolean): Done {
  return call("PUT", at("people_tags", visitor), { tag, on }, nothing);
}

export function mergePeople(visitor: string, into: string): Done {
  return call("POST", at("people_merges", visitor), { into }, nothing);
}

export function splitPeople(visitor: string): Done {
  return call("DELETE", at("people_merges", visitor), null, nothing);
}

export function findDuplicates(visitor: string): Promise<Outcome<readonly Person[]>> {
  const read = (value: unknown) => (value as { people: readonly Person[] }).people;
  return call("GET", at("people_duplicates", visitor), null, read);
}

interface EditPage {
  readonly edits: readonly PersonEdit[];
  readonly more: boolean;
}

export function readEdits(visitor: string, before: number): Promise<Outcome<EditPage>> {
  const query = before === 0 ? "" : `?before=${before}`;
  return call("GET", at("people_edits", visitor) + query, null, (value) => value as EditPage);
}

export function importPeople(csv: string, dry: boolean): Promise<Outcome<Imported>> {
  return call("POST", "/api/v1/people_imports", { csv, dry }, (value) => value as Imported);
}

/** All pages of the table, one after the other; null: one of them could not be had. */
export async function exportPeople(text: string): Promise<readonly Blob[] | null> {
  const pages: Blob[] = [];
  for (let before: string | null = ""; before !== null; ) {
    const query = new URLSearchParams(before === "" ? { text } : { text, before });
    try {
      const response: Response = await fetch(`/api/v1/people.csv?${query}`, { cache: "no-store" });
      if (!response.ok) return null;
      pages.push(await response.blob()); // as it is: a text would lose its byte order mark
      before = response.headers.get("usher-next");
    } catch {
      return null;
    }
  }
  return pages;
}
