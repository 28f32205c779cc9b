/** The administration's pages, in the order of their tabs. */
export const settings_pages = [
  "queues",
  "agents",
  "sites",
  "canned",
  "faq",
  "account",
  "webhooks",
  "privacy",
] as const;
export type SettingsPage = (typeof settings_pages)[number];
