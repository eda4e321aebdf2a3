import { answerQuery } from "../../base/api/queries";
import type {
  BookingDemand,
  RepeatFigures,
  Statistics,
  StudioFigures,
} from "../../base/api/schema";

/** Of the last days, up to today by the shop's clock. */
export function statisticsQuery(days: number, locale: string) {
  const asked = { days, locale };
  const query = answerQuery<Statistics>(["staff", "statistics", asked], "/staff/statistics", asked);
  return { ...query, refetchInterval: 30_000 };
}

export interface SessionDays {
  from: string;
  to: string;
  studio: string | undefined;
}

export function studioFiguresQuery(days: SessionDays, locale: string) {
  const asked = { ...days, locale };
  const key = ["staff", "studio-figures", asked];
  const query = answerQuery<StudioFigures>(key, "/staff/studio-figures", asked);
  return { ...query, refetchInterval: 30_000 };
}

export function bookingDemandQuery(from: string, to: string, locale: string) {
  const asked = { from, to, locale };
  const key = ["staff", "booking-demand", asked];
  const query = answerQuery<BookingDemand>(key, "/staff/booking-demand", asked);
  return { ...query, refetchInterval: 30_000 };
}

export function repeatFiguresQuery(from: string, to: string) {
  const key = ["staff", "repeat-figures", from, to];
  const query = answerQuery<RepeatFigures>(key, "/staff/repeat-figures", { from, to });
  return { ...query, refetchInterval: 30_000 };
}
