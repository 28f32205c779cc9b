/** The protocol's shapes that the console shows, under the names its views use. */
import type { File as SentFile } from "../../../../protocol/ts/frames.gen";

export type {
  Act,
  AgentConversation as Conversation,
  AgentName,
  AgentQueue as Queue,
  AgentStatus,
  AgentView as Agent,
  BoardAgent,
  BoardAlarm,
  BoardConversation,
  BoardQueue,
  Device,
  Entry,
  File,
  InternalNote,
  InvitationKind,
  Marks,
  PageView,
  Participant,
  ParticipantMode,
  PeerKind as AuthorKind,
  Rating,
  Region,
  RegionNames,
  Standing,
  Source,
  TargetAgent,
  TargetQueue,
  Trouble,
  Visit,
  VisitorRow,
  VisitorView as Visitor,
} from "../../../../protocol/ts/frames.gen";

/** A message of ours that has no place in the conversation yet. */
export interface Pending {
  readonly client_id: string;
  readonly text: string;
  readonly file?: SentFile | undefined;
  readonly at: number;
  /** An error code once the server refused it for good; null while it is on its way. */
  readonly failed: string | null;
}
