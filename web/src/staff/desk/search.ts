const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;

/** The user's id in what was typed or stands in a log: "user:<id>" or the id alone. */
export function userOf(owner: string): string | undefined {
  return owner.startsWith("guest") ? undefined : UUID.exec(owner)?.[0].toLowerCase();
}

/** Days are whole, in the visitor's own time zone: the server takes moments. */
export function inMoments<S extends { from?: string; to?: string }>({ from, to, ...rest }: S) {
  return {
    ...rest,
    from: from && new Date(`${from}T00:00:00`).toISOString(),
    to: to && dayAfter(to).toISOString(),
  };
}

/** By the calendar: a day of 23 or 25 hours is one day too. */
function dayAfter(date: string): Date {
  const next = new Date(`${date}T00:00:00`);
  next.setDate(next.getDate() + 1);
  return next;
}

export const ROWS = 50;
