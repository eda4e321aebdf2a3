import { useQueries, useQuery } from "@tanstack/react-query";
import { answerQuery } from "../../base/api/queries";
import type { PhotographersAnswer, ProfileBody, SlotsBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { day, oneOf, searchOf, text } from "../../base/search";
import { ownAnswers } from "../../base/session";

ownAnswers("profile");

export const SORTS = ["name", "rating", "price"] as const;

export const readPhotographerSearch = searchOf({
  skill: text,
  studio: text,
  service: text,
  day,
  sort: oneOf(SORTS.slice(1)),
});
export type PhotographerSearch = ReturnType<typeof readPhotographerSearch>;

/** While others are looked for, those that were there stay. */
export function usePhotographers(search: PhotographerSearch) {
  const { locale } = useLanguage();
  return useQuery({
    ...answerQuery<PhotographersAnswer>(["photographers", search, locale], "/photographers", {
      ...search,
      locale,
    }),
    placeholderData: (before) => before,
  });
}

export function useProfile(kind: "photographer" | "studio", slug: string) {
  const { locale } = useLanguage();
  return useQuery(
    answerQuery<ProfileBody>(
      ["profile", kind, slug, locale],
      `/${kind}s/${encodeURIComponent(slug)}`,
      { locale },
    ),
  );
}

/** The first free times of each of these services with somebody, by the service. */
export function useFirstTimes(who: string | undefined, services: readonly string[]) {
  return useQueries({
    queries: services.map((service) => ({
      ...answerQuery<SlotsBody>(["slots", "first", service, who], "/slots/next", {
        service,
        resources: who,
        count: 3,
        zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      }),
      enabled: who !== undefined,
    })),
    combine: (answers) =>
      new Map(answers.map((each, place) => [services[place], each.data?.times ?? []])),
  });
}
