import { insist } from "../../base/api/client";
import { queryClient } from "../../base/api/queries";
import type { NewsletterBody } from "../../base/api/schema";
import { addressOf, newsletterQuery, renewNewsletters } from "./queries";

/** What moves a newsletter on. */
export function useAct({ id }: Pick<NewsletterBody, "id">) {
  return async (what: "schedule" | "stop", asked: object, key: string, version?: number) => {
    const at = `${addressOf(id)}/${what}`;
    const answer = await insist<NewsletterBody>(at, asked, key, version).catch(async (refusal) => {
      await renewNewsletters(); // what others made of it is seen before it is tried again
      throw refusal;
    });
    queryClient.setQueryData(newsletterQuery(id).queryKey, answer);
    await renewNewsletters();
    return answer;
  };
}
