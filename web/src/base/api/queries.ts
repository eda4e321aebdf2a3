import { QueryClient, queryOptions } from "@tanstack/react-query";
import { get } from "./client";
import { asProblem } from "./problem";
import type { Session, ShopConfig } from "./types";

/** One cache for the tab. Only passing failures are tried again. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (count, error) => count < 2 && asProblem(error).passing,
    },
    // Without a network an action fails there and then: none may happen by itself later on.
    mutations: { networkMode: "always" },
  },
});

export const configQuery = queryOptions({
  queryKey: ["config"],
  queryFn: ({ signal }) => get<ShopConfig>("/config", {}, signal),
  staleTime: 5 * 60_000,
});

export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: ({ signal }) => get<Session>("/session", {}, signal),
  staleTime: 60_000,
});
