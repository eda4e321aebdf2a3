import { useQueries, useQuery } from "@tanstack/react-query";
import { answerQuery } from "../../base/api/queries";
import type { PhotographersAnswer, ProfileBody, SlotsBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { ownAnswers } from "../../base/session";

ownAnswers("profile");

export function usePhotographers() {
  const { locale } = useLanguage();
  return useQuery(
    answerQuery<PhotographersAnswer>(["photographers", locale], "/photographers", { locale }),
  );
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
