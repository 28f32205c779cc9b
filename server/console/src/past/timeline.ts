/** Visits, conversations and invitations of a person as one list, newest first. Pure. */
import {
  page_rows,
  type PastConversation,
  type PastInvitation,
  type PastVisit,
  type Profile,
} from "./api.ts";

export type Moment =
  | { readonly kind: "visit"; readonly at: number; readonly visit: PastVisit }
  | {
      readonly kind: "conversation";
      readonly at: number;
      readonly conversation: PastConversation;
    }
  | { readonly kind: "invitation"; readonly at: number; readonly invitation: PastInvitation };

export interface Timeline {
  readonly moments: readonly Moment[];
  /** What asks for older ones; null: there are none. */
  readonly older: Readonly<Record<string, string>> | null;
}

type Lists = Pick<Profile, "visits" | "conversations" | "invitations">;

/** An older page of each list comes behind what is there; a list that was whole gets none. */
export function withOlderPage(lists: Lists, page: Lists): Lists {
  const joined = <T>(newer: readonly T[], older: readonly T[]): readonly T[] =>
    isWhole(newer) ? newer : [...newer, ...older];
  return {
    visits: joined(lists.visits, page.visits),
    conversations: joined(lists.conversations, page.conversations),
    invitations: joined(lists.invitations, page.invitations),
  };
}

function isWhole(list: readonly unknown[]): boolean {
  return list.length === 0 || list.length % page_rows !== 0;
}

/** Where a list goes on, nothing older than its last one is shown: it may not come next. */
export function timelineOf({ visits, conversations, invitations }: Lists): Timeline {
  const all: Moment[] = [
    ...visits.map((visit) => ({ kind: "visit" as const, at: visit.started_at, visit })),
    ...conversations.map((conversation) => ({
      kind: "conversation" as const,
      at: conversation.opened_at,
      conversation,
    })),
    ...invitations.map((invitation) => ({
      kind: "invitation" as const,
      at: invitation.at,
      invitation,
    })),
  ];
  const ends = [
    isWhole(visits) ? 0 : (visits.at(-1)?.started_at ?? 0),
    isWhole(conversations) ? 0 : (conversations.at(-1)?.opened_at ?? 0),
    isWhole(invitations) ? 0 : (invitations.at(-1)?.at ?? 0),
  ];
  const end = Math.max(...ends);
  const moments = all.filter(({ at }) => at >= end).sort((a, b) => b.at - a.at);
  if (end === 0) return { moments, older: null };
  const older: Record<string, string> = {};
  const visit = visits.at(-1);
  const conversation = conversations.at(-1);
  const invitation = invitations.at(-1);
  if (visit !== undefined) older["before_visit"] = visit.visit;
  if (conversation !== undefined) older["before_conversation"] = conversation.conversation;
  if (invitation !== undefined) older["before_invitation"] = String(invitation.at);
  return { moments, older };
}
