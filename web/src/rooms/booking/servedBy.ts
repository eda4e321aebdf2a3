import type { PhotographersAnswer, StudiosAnswer, TimeBody } from "../../base/api/schema";

type Studio = StudiosAnswer["studios"][number];
type Photographer = PhotographersAnswer["photographers"][number];

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
