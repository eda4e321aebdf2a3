import { useQuery } from "@tanstack/react-query";
import { useLanguage } from "../../base/i18n/format";
import { allGroupsQuery } from "./queries";

/** What groups are called, by their ids; one that is not there any more by the end of its id. */
export function useGroupNames(): (id: string) => string {
  const { locale } = useLanguage();
  const known = useQuery(allGroupsQuery).data?.groups ?? [];
  const byId = new Map(known.map((one) => [one.id, one.translations[locale] || one.name]));
  return (id) => byId.get(id) ?? id.slice(-6);
}
