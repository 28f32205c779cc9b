/** What the tabs of one browser say to each other about the chat they share. Plain JSON. */

import type { OutboxMessage } from "../../../protocol/ts/outbox.ts";
import type {
  AnswerInvitationFrame,
  DwellFrame,
  FillFormFrame,
  IdentifyFrame,
  LeaveMessageFrame,
  PageFrame,
  RateFaqFrame,
  ReadFaqFrame,
  SearchFaqFrame,
  RateFrame,
  SkipRatingFrame,
  TrackFrame,
} from "../../../protocol/ts/frames.gen.ts";
import type { ChatState } from "../shared/state.ts";

/** What the visitor answers to what it is asked. */
export type Answer = FillFormFrame | LeaveMessageFrame | RateFrame | SkipRatingFrame;

/** What a tab that follows asks of the leader. */
export type Wish =
  /** `person`: whose message it is; see ChatState. */
  | { wish: "say"; message: OutboxMessage; person: number }
  | { wish: "retry" | "discard"; client_id: string }
  | { wish: "typing"; active: boolean; text?: string }
  | { wish: "mark"; delivered: number; read: number }
  | { wish: "older" | "close" | "reopen" | "forget" | "wake" }
  | { wish: "put_aside"; conversation: string }
  /** `at`: when, by the browser's clock. */
  | { wish: "page"; frame: PageFrame; at: number }
  | { wish: "dwell"; frame: DwellFrame }
  | { wish: "track"; frame: TrackFrame }
  | { wish: "identify"; frame: IdentifyFrame }
  | { wish: "fill"; frame: Answer }
  | { wish: "faq"; frame: SearchFaqFrame | ReadFaqFrame | RateFaqFrame }
  | { wish: "answer"; frame: AnswerInvitationFrame };

export type TabMessage =
  | { tell: "state"; state: ChatState }
  | { tell: "wish"; wish: Wish }
  | { tell: "joined" }
  | { tell: "leading" }
  | { tell: "view"; open: boolean };
