import type { SourceOffered } from "../../base/api/schema";

export const nameOf = ({ kind, grantId }: Pick<SourceOffered, "kind" | "grantId">) =>
  grantId ?? kind;

type Paying = Pick<SourceOffered, "amount" | "sessionDue">;

/** What each of them pays, in their order; what is for the session alone pays no more than that. */
export function paidBy(due: number, chosen: readonly Paying[]): number[] {
  let left = due;
  let inSession = 0;
  return chosen.map(({ amount, sessionDue }) => {
    const most = sessionDue === null ? left : Math.min(left, sessionDue - inSession);
    const pays = Math.min(amount, most);
    left -= pays;
    if (sessionDue !== null) inSession += pays;
    return pays;
  });
}

/** What is left to pay when the chosen ones have paid, in their order. */
export const restOf = (due: number, chosen: readonly Paying[]) =>
  paidBy(due, chosen).reduce((left, one) => left - one, due);

/** Minutes as hours, in the language: 8.5 hours. */
export const hoursText = (minutes: number, locale: string) =>
  new Intl.NumberFormat(locale, {
    style: "unit",
    unit: "hour",
    unitDisplay: "long",
    maximumFractionDigits: 2,
  }).format(minutes / 60);
