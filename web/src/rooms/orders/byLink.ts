import { queryOptions } from "@tanstack/react-query";
import { newKey, post } from "../../base/api/client";
import type { OrderLinkAnswer } from "../../base/api/schema";

/** What a guest's link shows. */
export function orderLinkQuery(link: string) {
  return queryOptions({
    queryKey: ["order-link", link],
    queryFn: () => post<OrderLinkAnswer>("/order-links", { link }, newKey()),
    enabled: link !== "",
    retry: false,
    gcTime: 0,
  });
}
