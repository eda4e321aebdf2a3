import { infiniteQueryOptions } from "@tanstack/react-query";
import { get } from "../../base/api/client";
import type { DeadDeliveryPage, DeadJobPage, DeadLetterPage } from "../../base/api/types";

export const deadJobsQuery = infiniteQueryOptions({
  queryKey: ["staff", "dead-jobs", "page"],
  initialPageParam: "",
  queryFn: ({ pageParam, signal }) =>
    get<DeadJobPage>("/staff/dead-jobs", { cursor: pageParam }, signal),
  getNextPageParam: (page) => page.nextCursor,
  refetchInterval: 10_000,
});

export const deadDeliveriesQuery = infiniteQueryOptions({
  queryKey: ["staff", "dead-deliveries", "page"],
  initialPageParam: "",
  queryFn: ({ pageParam, signal }) =>
    get<DeadDeliveryPage>("/staff/deliveries/dead", { cursor: pageParam }, signal),
  getNextPageParam: (page) => page.nextCursor,
  refetchInterval: 10_000,
});

export const deadLettersQuery = infiniteQueryOptions({
  queryKey: ["staff", "dead-letters", "page"],
  initialPageParam: null as string | null,
  queryFn: ({ pageParam, signal }) =>
    get<DeadLetterPage>("/staff/dead-letters", { limit: 100, cursor: pageParam }, signal),
  getNextPageParam: (page) => page.nextCursor,
  refetchInterval: 10_000,
});
