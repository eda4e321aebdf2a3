import { answerQuery, listQuery } from "../../base/api/queries";
import type { PeopleAnswer, PersonAnswer } from "../../base/api/schema";
import { ROWS } from "../desk/search";

export function peopleQuery(q: string) {
  const query = listQuery<PeopleAnswer>(["staff", "people", q], "/staff/people", {
    q,
    limit: ROWS,
  });
  return { ...query, staleTime: 0 };
}

export function personQuery(userId: string) {
  const path = `/staff/people/${encodeURIComponent(userId)}`;
  return { ...answerQuery<PersonAnswer>(["staff", "person", userId], path), staleTime: 0 };
}
