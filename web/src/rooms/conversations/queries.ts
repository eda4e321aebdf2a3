import { insist } from "../../base/api/client";
import { listQuery, renew } from "../../base/api/queries";
import type { ConversationAnswer, ConversationsAnswer } from "../../base/api/schema";
import { ownAnswers } from "../../base/session";

ownAnswers("conversations");

/** Where a customer's own are asked for; a seller's and staff's stand elsewhere. */
export const OWN = "/conversations";

export type Side = "customer" | "seller" | "shop" | "photographer" | "studio";
export type Message = ConversationAnswer["messages"][number];
export type Conversation = ConversationAnswer["conversation"];

/** Who is on the other side of its customer, if it is not the shop itself: photographers answer beside
 * it, and a customer writes to them. */
export const withWhom = (one: Conversation): string | undefined =>
  (one.seller ?? one.studio)?.name ?? (one.photographers.join(", ") || undefined);

/** Staff look at what they take no part in. */
export const isOfOthers = (one: Conversation): boolean => Boolean(one.seller ?? one.studio);

export const MOST = 2000;
export const MOST_PHOTOS = 4;
/** Where pictures are sent, before the message that has them. */
export const PHOTOS = "/message-photos";

export const conversationsQuery = (
  place: string,
  locale: string,
  wanted: Record<string, string | boolean | undefined> = {},
) => ({
  ...listQuery<ConversationsAnswer>(["conversations", place, locale, wanted], place, {
    ...wanted,
    locale,
  }),
  staleTime: 0,
});

/** One, with its last messages first: each further page is of those before. */
export const conversationQuery = (place: string, id: string, locale: string) => ({
  ...listQuery<ConversationAnswer>(["conversations", place, id, locale], `${place}/${id}`, {
    locale,
  }),
  staleTime: 0,
});

/** A step of a conversation, or a new one at the place itself. */
export async function send(
  path: string,
  body: Record<string, unknown>,
  key: string,
): Promise<ConversationAnswer> {
  const answer = await insist<ConversationAnswer>(path, body, key);
  await renew(["conversations"]);
  return answer;
}
