import type {
  BookingShown,
  PhotographersAnswer,
  ServiceBody,
  StudiosAnswer,
  TimeBody,
} from "../../base/api/schema";

type Studio = StudiosAnswer["studios"][number];
type Photographer = PhotographersAnswer["photographers"][number];

/** The photographer of a booking, if they can be asked for still. */
export function photographerOf(
  { resources }: Pick<BookingShown, "resources">,
  { needs }: Pick<ServiceBody, "needs">,
  people: readonly Pick<Photographer, "id">[],
): string | undefined {
  const roles = needs.filter(({ kind }) => kind === "photographer").map(({ role }) => role);
  const taken = resources.find(({ role }) => roles.includes(role))?.resourceId;
  return people.some(({ id }) => id === taken) ? taken : undefined;
}

/** Where a time is and with whom, as far as that is settled whoever of those who are free serves it. */
export function servedBy(
  { combinations }: Pick<TimeBody, "combinations">,
  studios: readonly Studio[],
  people: readonly Photographer[],
): { studio?: Studio; person?: Photographer } {
  return {
    studio: inAll(combinations, studios, ({ id, rooms }) => [id, ...rooms.map((room) => room.id)]),
    person: inAll(combinations, people, ({ id }) => [id]),
  };
}

function inAll<One>(
  combinations: TimeBody["combinations"],
  those: readonly One[],
  idsOf: (one: One) => string[],
): One | undefined {
  if (combinations.length === 0) return undefined;
  return those.find((one) => {
    const ids = idsOf(one);
    return combinations.every(({ resources }) => resources.some((id) => ids.includes(id)));
  });
}
