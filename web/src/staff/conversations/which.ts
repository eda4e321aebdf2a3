/** What of all conversations staff choose to see. */
export const WHICH = [
  "unread",
  "shop",
  "sellers",
  "studios",
  "unanswered",
  "reported",
  "open",
] as const;
export type Which = (typeof WHICH)[number];
