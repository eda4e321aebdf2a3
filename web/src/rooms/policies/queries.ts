import { useQuery } from "@tanstack/react-query";
import { answerQuery, configQuery } from "../../base/api/queries";
import type { PolicyBody, WrittenPageBody } from "../../base/api/schema";

export type PolicyName = PolicyBody["name"];

export function policyQuery(name: string, locale: string) {
  return answerQuery<PolicyBody>(
    ["policy", name, locale],
    `/policies/${encodeURIComponent(name)}`,
    {
      locale,
    },
  );
}

export function writtenPageQuery(slug: string, locale: string) {
  const path = `/pages/${encodeURIComponent(slug)}`;
  return answerQuery<WrittenPageBody>(["written-page", slug, locale], path, { locale });
}

/** Those of the shop's texts that whoever orders agrees to: how it is reached, and what it keeps in a
 * browser, are none. */
export function useAgreed() {
  return usePolicies().filter((name) => name !== "contacts" && name !== "cookies");
}

/** The texts that the shop has. */
export function usePolicies(): PolicyName[] {
  return (useQuery(configQuery).data?.policies ?? []) as PolicyName[];
}
