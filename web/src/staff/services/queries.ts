import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { newKey, post } from "../../base/api/client";
import { answerQuery } from "../../base/api/queries";
import type {
  ResourcesAnswer,
  ServiceAsked,
  ServicePreview,
  StaffService,
  StaffServices,
  StudioRulesShown,
} from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useSettled } from "../../base/settled";

const SERVICES = "/staff/services";

export const addressOf = (id: string) => `${SERVICES}/${id}`;

export const servicesQuery = {
  ...answerQuery<StaffServices>(["staff", "services"], SERVICES),
  staleTime: 0,
};

export const RULES = "/staff/studio-rules";

/** What holds where a service says nothing of its own. */
export const rulesQuery = {
  ...answerQuery<StudioRulesShown>(["staff", "studio-rules"], RULES),
  staleTime: 0,
  refetchOnWindowFocus: false,
};

/** What is edited does not change under whoever types. */
export const serviceQuery = (id: string) => ({
  ...answerQuery<StaffService>(["staff", "service", id], addressOf(id)),
  staleTime: 0,
  refetchOnWindowFocus: false,
});

/** Whom and what a role may name. */
export const resourcesQuery = answerQuery<ResourcesAnswer>(
  ["staff", "resources"],
  "/staff/resources",
);

/** What it would come to, once the typing pauses. */
export function usePreview(asked: ServiceAsked | null) {
  const { locale } = useLanguage();
  const settled = useSettled(JSON.stringify(asked));
  const terms = JSON.parse(settled) as ServiceAsked | null;
  return useQuery({
    queryKey: ["staff", "services", "preview", settled, locale],
    queryFn: () => post<ServicePreview>(`${SERVICES}/preview?locale=${locale}`, terms, newKey()),
    enabled: terms !== null,
    placeholderData: keepPreviousData,
    retry: false,
  });
}
