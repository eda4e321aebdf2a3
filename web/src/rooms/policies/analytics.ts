import { useMutation, useQuery } from "@tanstack/react-query";
import { put } from "../../base/api/client";
import { answerQuery, configQuery, renew } from "../../base/api/queries";
import type { AnalyticsChoiceShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { ownAnswers } from "../../base/session";

ownAnswers("analytics-choice");

const choice = answerQuery<AnalyticsChoiceShown>(["analytics-choice"], "/analytics-choice");

/** Whether the shop asks at all: only where it tells an analytics service something. */
export function useAsksAnalytics(): boolean {
  return useQuery(configQuery).data?.analytics === true;
}

export function useAnalyticsChoice() {
  const query = useQuery({ ...choice, enabled: useAsksAnalytics() });
  const saving = useMutation({
    mutationFn: (agreed: boolean) => put<AnalyticsChoiceShown>("/analytics-choice", { agreed }),
    onSettled: () => renew(choice.queryKey),
  });
  return { query, saving };
}

/** What is asked, with the names of who would be told. */
export function useAnalyticsWords(services: string[]): string {
  const { t, locale } = useLanguage();
  return t("analytics.text", { services: new Intl.ListFormat(locale).format(services) });
}
