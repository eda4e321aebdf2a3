import { answerQuery } from "../../base/api/queries";
import type {
  BoardAnswer,
  OwnIncomeAnswer,
  OwnServicesAnswer,
  ResourceAnswer,
} from "../../base/api/schema";
import { ownAnswers } from "../../base/session";
import { dayAfter } from "./days";

ownAnswers("own");

export const CALENDAR = ["own", "calendar"];
/** Where what clients write is read. */
export const CONVERSATIONS = "/studio/conversations";
const AGAIN = 15_000;

export function calendarQuery(from: string, days: number) {
  const query = { from, to: dayAfter(from, days) };
  return {
    ...answerQuery<BoardAnswer>([...CALENDAR, query], "/studio/calendar", query),
    staleTime: 0,
    refetchInterval: AGAIN,
  };
}

export const rulesQuery = {
  ...answerQuery<ResourceAnswer>(["own", "rules"], "/studio/rules"),
  staleTime: 0,
  refetchOnWindowFocus: false,
};

export const OWN_SERVICES = ["own", "services"];

export const ownServicesQuery = (locale: string) => ({
  ...answerQuery<OwnServicesAnswer>([...OWN_SERVICES, locale], "/studio/services", { locale }),
  staleTime: 0,
});

interface IncomeOf {
  from: string;
  to: string;
  by: "day" | "week" | "month";
}

export const incomeQuery = (of: IncomeOf) => ({
  ...answerQuery<OwnIncomeAnswer>(["own", "income", of], "/studio/income", { ...of }),
  staleTime: 0,
});

/** The same for a spreadsheet. */
export const incomeFile = (of: IncomeOf) =>
  `/api/studio/income?${new URLSearchParams({ ...of, format: "csv" })}`;
