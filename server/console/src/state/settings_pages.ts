/** The settings' pages, in their order. */
export const settings_pages = [
  "queues",
  "agents",
  "sites",
  "canned",
  "faq",
  "people",
  "account",
  "webhooks",
  "rules",
  "privacy",
] as const;
export type SettingsPage = (typeof settings_pages)[number];
