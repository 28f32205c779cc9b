/** What the server refuses: its part of the English catalogue. */
import type { errorsZhCN } from "./errors.zh-CN.ts";

export const errorsEn: Readonly<Record<keyof typeof errorsZhCN, string>> = {
  "error.rate_limited": "Too fast; wait a moment.",
  "error.retry_later": "The server is busy; try again shortly.",
  "error.storage_full": "The server's storage is full. Tell an administrator.",
  "error.conversation_closed": "The conversation is closed.",
  "error.conversation_open": "The conversation is already open.",
  "error.not_assigned": "This conversation is not yours.",
  "error.no_such_offer": "Someone else took it, or the offer ran out.",
  "error.agent_offline": "Go online first.",
  "error.colleague_unavailable": "That colleague is not online or has no room.",
  "error.over_capacity": "You are at your limit of conversations.",
  "error.owner_changed": "Somebody else has the conversation now.",
  "error.too_many": "There are too many of these already.",
  "error.unknown_conversation": "There is no such conversation.",
  "error.not_allowed": "You are not allowed to do that.",
  "error.too_long": "That is too long.",
  "error.id_conflict": "The message number is taken; send it again.",
  "error.other": "That did not work ({code}).",
};
