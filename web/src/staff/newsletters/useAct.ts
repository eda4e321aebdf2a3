import { insist } from "../../base/api/client";
import { queryClient } from "../../base/api/queries";
import type { NewsletterBody } from "../../base/api/schema";
import { addressOf, newsletterQuery, renewNewsletters } from "./queries";

/** What moves a newsletter on. */
export function useAct({ id }: Pick<NewsletterBody, "id">) {
  return async (what: "schedule" | "stop", asked: object, key: string) => {
    const answer = await insist<NewsletterBody>(`${addressOf(id)}/${what}`, asked, key);
    queryClient.setQueryData(newsletterQuery(id).queryKey, answer);
    await renewNewsletters();
    return answer;
  };
}
