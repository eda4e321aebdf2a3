import { useCallback, useEffect, useRef, useSyncExternalStore } from "react";
import { renew } from "../../base/api/queries";
import { Channel, useWatch } from "../../live/channel";

/** What is taken of a resource, as `slots:update` tells it; what is not named is free. */
export interface TakenTime {
  resourceId: string;
  taken: { start: string; end: string; left: number }[];
  version: number;
}

export const MOST_WATCHED = 50;

export const liveTime = new Channel<TakenTime>({
  watch: "slots",
  event: "slots",
  list: "resources",
  idOf: ({ resourceId }) => resourceId,
  most: MOST_WATCHED,
});

/** What is asked anew once a change is told: not by everybody in the same moment. */
const SOON = 400;
const SPREAD = 1_200;

interface Change {
  version: number;
  changedAt: number;
}

/** What is taken of these, as it happens: when it last changed. */
export function useTaken(ids: readonly string[]): Change {
  useWatch(liveTime, ids);
  const key = ids.join(",");
  const read = useCallback(
    () => key.split(",").reduce((sum, id) => sum + (liveTime.get(id)?.version ?? 0), 0),
    [key],
  );
  const version = useSyncExternalStore(liveTime.subscribe, read);
  const last = useRef<Change>({ version, changedAt: 0 });
  if (last.current.version !== version) last.current = { version, changedAt: Date.now() };
  const { changedAt } = last.current;
  useEffect(() => {
    if (changedAt === 0) return;
    const timer = setTimeout(() => void renew(["slots"]), SOON + Math.random() * SPREAD);
    return () => clearTimeout(timer);
  }, [changedAt]);
  return last.current;
}
