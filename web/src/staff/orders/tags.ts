import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { put } from "../../base/api/client";
import { answerQuery, renew } from "../../base/api/queries";
import type { OrdersTaggedAnswer, UsedTagsAnswer } from "../../base/api/schema";

export const MAX_TAG = 40;

/** Tags that orders have and that begin so, the most used first. */
export function useUsedTags(q = "") {
  const path = "/staff/order-tags";
  const query = answerQuery<UsedTagsAnswer>(["staff", "order-tags", q], path, q ? { q } : {});
  return useQuery({ ...query, placeholderData: keepPreviousData }).data?.tags ?? [];
}

interface Change {
  orderIds: string[];
  add?: string[];
  remove?: string[];
}

/** Puts tags on orders or takes them off; said again it changes nothing. */
export function useTagging(onDone?: (answer: OrdersTaggedAnswer) => void) {
  return useMutation({
    mutationFn: (change: Change) => put<OrdersTaggedAnswer>("/staff/order-tags", change),
    onSuccess: onDone,
    onSettled: () => renew(["staff"]),
  });
}
