import type { BookingShown, ServiceBody } from "../../base/api/schema";
import type { Search } from "./queries";

/** What a booking is made of, to be looked for again at another time. */
export function visitOf({ parts, minutes }: Pick<BookingShown, "parts" | "minutes">) {
  const extras = parts.filter(({ kind }) => kind === "extra");
  const also = parts.filter(({ kind }) => kind === "service").slice(1);
  const beside = [...extras, ...also].reduce((sum, part) => sum + part.minutes, 0);
  return {
    length: minutes - beside,
    ...(parts.length > 0 && {
      extras: extras.map(({ id }) => id),
      also: also.map((one) => `${one.id}:${one.minutes}`),
    }),
  } satisfies Partial<Search>;
}

/** Whether all of it is offered still, as long as it is and for as many: else its times cannot be
 * looked for. */
export function isOffered(
  booking: Pick<BookingShown, "serviceId" | "parts" | "minutes" | "people">,
  services: readonly ServiceBody[],
): boolean {
  const find = (wanted: string) => services.find(({ id }) => id === wanted);
  const service = find(booking.serviceId);
  const { length } = visitOf(booking);
  return (
    service?.lengths.includes(length) === true &&
    booking.people <= service.people &&
    booking.parts.every(({ kind, id, minutes }) =>
      kind === "extra"
        ? service.extras.some((one) => one.id === id)
        : id === service.id || find(id)?.lengths.includes(minutes) === true,
    )
  );
}
