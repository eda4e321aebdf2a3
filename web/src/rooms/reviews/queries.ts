import { useMutation } from "@tanstack/react-query";
import { put, remove } from "../../base/api/client";
import { answerQuery, listQuery, queryClient, renew } from "../../base/api/queries";
import type { OwnReviewAnswer, ReviewsAnswer } from "../../base/api/schema";
import { ownAnswers } from "../../base/session";

ownAnswers("own-review");

export const SORTS = ["new", "highest", "lowest"] as const;
export type Sort = (typeof SORTS)[number];

export const reviewsQuery = (productId: string, sort: Sort, rating: number | undefined) =>
  listQuery<ReviewsAnswer>(
    ["reviews", productId, sort, rating ?? "all"],
    `/products/${productId}/reviews`,
    { sort, rating, limit: 10 },
  );

export const ownReviewQuery = (productId: string) => ({
  ...answerQuery<OwnReviewAnswer>(["own-review", productId], `/products/${productId}/review`),
  staleTime: 0,
});

/** Writes one's review of the product, or without one takes it back. */
export function useReview(productId: string) {
  const path = `/products/${productId}/review`;
  return useMutation({
    mutationFn: (said: { rating: number; text: string } | null) =>
      said ? put<OwnReviewAnswer>(path, said) : remove<OwnReviewAnswer>(path),
    onSuccess: async (now) => {
      queryClient.setQueryData(ownReviewQuery(productId).queryKey, now);
      await renew(["reviews", productId], ["product"], ["products"]);
    },
  });
}
