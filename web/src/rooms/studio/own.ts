import { answerQuery, listQuery } from "../../base/api/queries";
import type {
  BoardAnswer,
  ConflictsAnswer,
  OwnClientAnswer,
  OwnClientsAnswer,
  OwnIncomeAnswer,
  OwnLoadAnswer,
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

export const ownConflictsQuery = {
  ...answerQuery<ConflictsAnswer>([...CALENDAR, "conflicts"], "/studio/conflicts"),
  staleTime: 0,
  refetchInterval: AGAIN,
};

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

export interface IncomeOf {
  from: string;
  to: string;
  by: "day" | "week" | "month";
}

export const incomeQuery = (of: IncomeOf) => ({
  ...answerQuery<OwnIncomeAnswer>(["own", "income", of], "/studio/income", { ...of }),
  staleTime: 0,
});

export const loadQuery = (of: IncomeOf) => ({
  ...answerQuery<OwnLoadAnswer>(["own", "load", of], "/studio/load", { ...of }),
  staleTime: 0,
});

export const CLIENTS = ["own", "clients"];

/** Whoever booked, those whose last session is latest first. */
export const ownClientsQuery = (q: string | undefined) => ({
  ...listQuery<OwnClientsAnswer>([...CLIENTS, "all", q], "/studio/clients", { q }),
  staleTime: 0,
});

/** The first few of them: to choose from. */
export const fewClientsQuery = (q: string, limit: number) => ({
  ...answerQuery<OwnClientsAnswer>([...CLIENTS, "few", q], "/studio/clients", { q, limit }),
  staleTime: 0,
});

/** One, with the sessions there are. */
export const ownClientQuery = (id: string) => ({
  ...listQuery<OwnClientAnswer>([...CLIENTS, id], `/studio/clients/${encodeURIComponent(id)}`),
  staleTime: 0,
});

/** The same for a spreadsheet. */
export const incomeFile = (of: IncomeOf) =>
  `/api/studio/income?${new URLSearchParams({ ...of, format: "csv" })}`;
