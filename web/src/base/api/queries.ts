import {
  type Query as Cached,
  infiniteQueryOptions,
  MutationCache,
  QueryCache,
  QueryClient,
  type QueryKey,
  queryOptions,
} from "@tanstack/react-query";
import { get, type Query } from "./client";
import { asProblem } from "./problem";
import type { ConfigBody, SessionBody } from "./schema";

/** Whether a code came back from where mail reaches one. */
export const CONTACT = ["bookings", "contact"];

/** Since this page was opened the session ended, or has fewer roles or duties: the shop asks for a second factor;
 * or the hour is over for which a code showed who sits there. */
const caches = {
  onError: (error: unknown) => {
    const { code } = asProblem(error);
    const ended =
      code === "login-required" && !queryClient.getQueryData(sessionQuery.queryKey)?.guest;
    if (ended || code === "second-factor-needed" || code === "duty-lacking")
      void renew(sessionQuery.queryKey);
    if (code === "order-link-unconfirmed") void renew(["order-link"], CONTACT);
  },
};

/** One cache for the tab. Only passing failures are tried again. */
export const queryClient = new QueryClient({
  queryCache: new QueryCache(caches),
  mutationCache: new MutationCache(caches),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (count, error) => count < 2 && asProblem(error).passing,
    },
    // Without a network an action fails there and then: none may happen by itself later on.
    mutations: { networkMode: "always" },
  },
});

/** Read for the first time at this moment. */
const isFirst = ({ state }: Cached) => state.data === undefined && state.fetchStatus === "fetching";

/** An answer that is still on its way says how it was when it was asked for: it is not waited for.
 * (Where there is something to show until then, invalidating sees to that itself.) */
function again(queryKey: QueryKey, refetchType: "active" | "all"): Promise<void> {
  const first = { queryKey, type: "active", predicate: isFirst } as const;
  void queryClient.cancelQueries(first, { silent: true, revert: false });
  return queryClient.invalidateQueries({ queryKey, refetchType });
}

/** What was asked under these keys is asked anew. */
export async function renew(...keys: QueryKey[]): Promise<void> {
  await Promise.all(keys.map((queryKey) => again(queryKey, "active")));
}

/** The same, also of what no page shows at this moment: a page that one is led to shows first what was
 * read before, and where something was changed since that is over. */
export async function renewAhead(...keys: QueryKey[]): Promise<void> {
  await Promise.all(keys.map((queryKey) => again(queryKey, "all")));
}

/** What the server says at an address; `learn` hears it first. */
export function answerQuery<Answer>(
  queryKey: QueryKey,
  path: string,
  query: Query = {},
  learn?: (answer: Answer) => void,
) {
  return queryOptions({
    queryKey,
    queryFn: async ({ signal }) => {
      const answer = await get<Answer>(path, query, signal);
      learn?.(answer);
      return answer;
    },
  });
}

/** A list that comes page by page, each asked for by the cursor of the one before. */
export function listQuery<Page extends { nextCursor: string | null }>(
  queryKey: QueryKey,
  path: string,
  query: Query = {},
  learn?: (page: Page) => void,
) {
  return infiniteQueryOptions({
    queryKey,
    initialPageParam: "",
    queryFn: async ({ pageParam, signal }) => {
      const page = await get<Page>(path, { ...query, cursor: pageParam }, signal);
      learn?.(page);
      return page;
    },
    getNextPageParam: (page) => page.nextCursor,
  });
}

export const configQuery = {
  ...answerQuery<ConfigBody>(["config"], "/config"),
  staleTime: 5 * 60_000,
};

export const sessionQuery = {
  ...answerQuery<SessionBody>(["session"], "/session"),
  staleTime: 60_000,
};
