import { useEffect } from "react";
import { renew } from "../../base/api/queries";
import { Channel, useLatest } from "../../live/channel";

/** In how many there is something to read, as `conversations:update` tells it. */
export interface Unread {
  listId: string;
  own: number;
  selling: number;
  shop: number;
  studio: number;
  version: number;
}

const ONE = "conversations";

export const liveConversations = new Channel<Unread>({
  watch: "conversations",
  event: "conversations",
  list: "conversations",
  idOf: ({ listId }) => listId,
  own: true,
});

export const useUnread = () => useLatest(liveConversations, ONE);

/** What is on the page is read anew with each change of any of one's conversations. */
export function useConversationNews(): void {
  const version = useUnread()?.version;
  useEffect(() => {
    if (version !== undefined) void renew(["conversations"]);
  }, [version]);
}
