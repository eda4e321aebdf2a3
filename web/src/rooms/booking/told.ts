import type { ServiceBody, TimeBody } from "../../base/api/schema";
import { liveTime, MOST_WATCHED, useTaken } from "./live";
import { isFree, type Offered, type Own } from "./offered";
import type { Search } from "./queries";

/** What is known live of the times of a day. */
export interface Told {
  isFree: (time: TimeBody) => boolean;
}

/** Each time as it is now: free while somebody can serve it by all that is told. What the newest
 * answer did not offer any more may be free again by what was told after it. */
export function useTold(
  service: ServiceBody,
  search: Search,
  found: Offered | undefined,
  answeredAt: number,
  own?: Own,
): Told {
  const ids = Object.keys(found?.resources ?? {}).slice(0, MOST_WATCHED);
  const { changedAt } = useTaken(ids);
  return {
    isFree: (time) =>
      found === undefined ||
      ((changedAt > answeredAt || !found.gone.includes(time)) &&
        isFree(time, service.needs, search.people, found.resources, (id) => liveTime.get(id), own)),
  };
}
