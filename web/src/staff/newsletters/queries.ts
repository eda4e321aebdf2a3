import { answerQuery, listQuery, renew } from "../../base/api/queries";
import type { NewsletterBody, NewsletterReaders, NewslettersBody } from "../../base/api/schema";
import { ROWS } from "../desk/search";

const KEY = ["staff", "newsletters"];
const OFTEN = 3_000;

export const newslettersQuery = listQuery<NewslettersBody>([...KEY, "list"], "/staff/newsletters", {
  limit: ROWS,
});

/** Asked again often while it goes out. */
export function newsletterQuery(id: string) {
  return {
    ...answerQuery<NewsletterBody>([...KEY, "one", id], addressOf(id)),
    refetchInterval: ({ state }: { state: { data?: NewsletterBody } }) =>
      state.data?.status === "sending" || state.data?.status === "scheduled" ? OFTEN : false,
  };
}

/** How many would get it now. */
export const readersQuery = (group: string | null) =>
  answerQuery<NewsletterReaders>(
    [...KEY, "readers", group],
    "/staff/newsletters/readers",
    group ? { group } : {},
  );

export function addressOf(id: string): string {
  return `/staff/newsletters/${encodeURIComponent(id)}`;
}

export const renewNewsletters = () => renew(KEY);
