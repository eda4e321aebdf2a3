import type { QueryKey } from "@tanstack/react-query";
import { useEffect } from "react";
import { renew } from "../../base/api/queries";
import { Channel, useWatch } from "../../live/channel";

interface TakenTime {
  resourceId: string;
  version: number;
}

const MOST = 50;
/** What comes at once is asked for once. */
const TOGETHER = 150;

/** What is taken of resources: whoever looks at their time is told that it changed. */
const takenTime = new Channel<TakenTime>({
  watch: "slots",
  event: "slots",
  list: "resources",
  idOf: ({ resourceId }) => resourceId,
  most: MOST,
});

/** Asks anew for what is shown of these resources as soon as something of them is taken or freed. */
export function useRenewed(ids: readonly string[], queryKey: QueryKey): void {
  useWatch(takenTime, ids.slice(0, MOST));
  const key = ids.join(",");
  const root = JSON.stringify(queryKey);
  useEffect(() => {
    const versions = () => key.split(",").map((id) => takenTime.get(id)?.version ?? 0);
    let known = versions();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = takenTime.subscribe(() => {
      const now = versions();
      if (now.every((one, place) => one === known[place])) return;
      known = now;
      timer ??= setTimeout(() => {
        timer = undefined;
        void renew(JSON.parse(root));
      }, TOGETHER);
    });
    return () => {
      end();
      clearTimeout(timer);
    };
  }, [key, root]);
}
