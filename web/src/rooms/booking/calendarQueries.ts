import { useMutation, useQuery } from "@tanstack/react-query";
import { insist, remove } from "../../base/api/client";
import { answerQuery, renew } from "../../base/api/queries";
import type { CalendarLinks, NewCalendarLink } from "../../base/api/schema";
import { useIntent } from "../../base/intent";
import { ownAnswers } from "../../base/session";

const KEY = "calendar-links";
ownAnswers(KEY);

export function useCalendarLinks() {
  return useQuery({ ...answerQuery<CalendarLinks>([KEY], "/calendar-links") });
}

interface Asked {
  name: string;
  resourceId?: string;
}

export function useMakeLink(onMade: (link: NewCalendarLink) => void) {
  return useIntent((key, asked: Asked) => insist<NewCalendarLink>("/calendar-links", asked, key), {
    onSuccess: onMade,
    onSettled: () => renew([KEY]),
  });
}

export function useEndLink() {
  return useMutation({
    mutationFn: (id: string) => remove(`/calendar-links/${id}`),
    onSettled: () => renew([KEY]),
  });
}
