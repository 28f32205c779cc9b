/** What several of the staff see of each other in one conversation. The link writes it. */
import { type Signal, signal } from "@preact/signals";
import type {
  Act,
  Agent,
  AgentName,
  Conversation,
  InternalNote,
  Participant,
  ParticipantMode,
  Pending,
} from "./wire.ts";

export interface StaffTypist {
  readonly name: string;
}

export class Together {
  /** Internal notes of the conversations that were opened, oldest first. */
  readonly notes: Signal<ReadonlyMap<string, readonly InternalNote[]>> = signal(new Map());
  readonly pendingNotes: Signal<ReadonlyMap<string, readonly Pending[]>> = signal(new Map());
  readonly viewers: Signal<ReadonlyMap<string, readonly AgentName[]>> = signal(new Map());
  /** Colleagues who write, to the visitor or for us. */
  readonly typing: Signal<ReadonlyMap<string, StaffTypist>> = signal(new Map());
  /** What supervisors did, when last asked; null until that is answered. */
  readonly acts: Signal<readonly Act[] | null> = signal(null);
}

export function steers(me: Agent | null): boolean {
  return me !== null && me.role !== "agent";
}

export function partOf(row: Conversation, agent: string): Participant | null {
  return row.participants.find((each) => each.agent.agent === agent) ?? null;
}

/** How this agent takes part beside the owner; null: it doesn't, or is only invited. */
export function modeOf(row: Conversation, agent: string): ParticipantMode | null {
  const part = partOf(row, agent);
  return part?.joined === true ? part.mode : null;
}

export function invitationOf(row: Conversation, agent: string): Participant | null {
  const part = partOf(row, agent);
  return part !== null && !part.joined ? part : null;
}

const owns = (row: Conversation, agent: string): boolean =>
  row.agent !== null && row.agent.agent === agent;

/** Its words are told to this agent; others see only that it is there. */
export function canRead(row: Conversation, agent: string): boolean {
  return (
    row.state !== "assigned" ||
    owns(row, agent) ||
    row.offer !== null ||
    partOf(row, agent) !== null
  );
}

export function canReply(row: Conversation, agent: string): boolean {
  if (row.state === "closed") return false;
  return (row.state === "assigned" && owns(row, agent)) || modeOf(row, agent) === "speak";
}

export function canNote(row: Conversation, me: Agent): boolean {
  const mode = modeOf(row, me.agent);
  if (mode === "whisper" || mode === "speak") return true;
  if (row.state === "waiting") return steers(me);
  return owns(row, me.agent) || (steers(me) && row.state === "closed");
}

export function canLabel(row: Conversation, me: Agent): boolean {
  return steers(me) || (row.state !== "waiting" && owns(row, me.agent));
}

/** A note that came: numbers rise, each stands once. */
export function withNote(
  notes: readonly InternalNote[],
  note: InternalNote,
): readonly InternalNote[] {
  if (notes.some((each) => each.note === note.note)) return notes;
  return [...notes, note].sort((a, b) => a.note - b.note);
}
