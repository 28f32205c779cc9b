/** The administration's frame: its part of the English catalogue. */
import type { settingsZhCN } from "./settings.zh-CN.ts";

export const settingsEn: Readonly<Record<keyof typeof settingsZhCN, string>> = {
  "settings.heading": "Administration",
  "settings.queues": "Queues",
  "settings.agents": "Agents",
  "settings.sites": "Sites",
  "settings.canned": "Canned replies",
  "settings.loading": "Loading…",
  "settings.failed": "This page could not be loaded.",
  "settings.ringing": "New conversations: {n}",
  "settings.back": "Back to the conversations",
  "settings.account": "Account",
  "settings.people": "People",
  "settings.webhooks": "Webhooks",
  "settings.faq": "FAQ",
  "settings.rules": "Invitations",
  "settings.privacy": "Privacy",
  "set.hint": "They are sent one after another; untick what is not to be sent.",
  "set.too_long": "This message is too long.",
  "set.include": "Send message {n}",
  "set.message": "Message {n}",
  "set.send": "Send {n}",
  "set.count": "{n} messages",
};
