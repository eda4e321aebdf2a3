import { answerQuery, queryClient, renew } from "../../base/api/queries";
import type {
  BlocksAnswer,
  ConflictsAnswer,
  DaysAnswer,
  OutsideCalendarsAnswer,
  ResourceAnswer,
  ResourcesAnswer,
  ScheduleAnswer,
  TravelTimesAnswer,
} from "../../base/api/schema";

const RESOURCES = "/staff/resources";
export const KINDS = ["photographer", "studio", "room", "equipment"] as const;

export const addressOf = (id: string) => `${RESOURCES}/${id}`;

export const resourcesQuery = {
  ...answerQuery<ResourcesAnswer>(["staff", "resources"], RESOURCES),
  staleTime: 0,
};

export const conflictsQuery = {
  ...answerQuery<ConflictsAnswer>(["staff", "conflicts"], "/staff/conflicts"),
  staleTime: 0,
  refetchInterval: 30_000,
};

/** What is edited does not change under whoever types. */
const EDITED = { staleTime: 0, refetchOnWindowFocus: false };

export const resourceQuery = (id: string) => ({
  ...answerQuery<ResourceAnswer>(["staff", "resource", id], addressOf(id)),
  ...EDITED,
});

export const scheduleQuery = (id: string) => ({
  ...answerQuery<ScheduleAnswer>(["staff", "schedule", id], `${addressOf(id)}/schedule`),
  ...EDITED,
});

export const travelTimesQuery = (id: string) => ({
  ...answerQuery<TravelTimesAnswer>(["staff", "travel", id], `${addressOf(id)}/travel-times`),
  ...EDITED,
});

export const daysQuery = (id: string, from: string) => ({
  ...answerQuery<DaysAnswer>(["staff", "days", id, from], `${addressOf(id)}/days`, {
    from,
    days: 7,
  }),
  staleTime: 0,
});

export const blocksQuery = (id: string) => ({
  ...answerQuery<BlocksAnswer>(["staff", "blocks", id], `${addressOf(id)}/blocks`),
  staleTime: 0,
});

/** What is asked about bookings comes without anybody's doing. */
export const calendarsQuery = (id: string) => ({
  ...answerQuery<OutsideCalendarsAnswer>(["staff", "calendars", id], `${addressOf(id)}/calendars`),
  staleTime: 0,
  refetchInterval: 15_000,
});

/** When it is open is asked anew, and what that is at odds with. */
export const renewTime = (id: string) =>
  renew(["staff", "days", id], ["staff", "blocks", id], conflictsQuery.queryKey);

/** Every answer shows all of them: what is on the page is what came last. */
export const keepCalendars = async (resource: string, answer: OutsideCalendarsAnswer) => {
  queryClient.setQueryData(calendarsQuery(resource).queryKey, answer);
  await renewTime(resource);
};
