import { useMutation } from "@tanstack/react-query";
import { put, remove } from "../../base/api/client";
import { answerQuery, listQuery, queryClient, renew } from "../../base/api/queries";
import type { HelpfulAnswer, OwnReviewAnswer, ReviewsAnswer } from "../../base/api/schema";
import { ownAnswers } from "../../base/session";

ownAnswers("own-review");
ownAnswers("reviews");

export const SORTS = ["new", "helpful", "highest", "lowest"] as const;
export type Sort = (typeof SORTS)[number];

/** What is reviewed: a product, or a photographer or studio, which are resources. */
export interface Subject {
  kind: "products" | "resources";
  id: string;
}

export const MOST_PICTURES = 5;

export const pathOf = ({ kind, id }: Subject) => `/${kind}/${id}`;

export const reviewsQuery = (of: Subject, sort: Sort, rating: number | undefined) =>
  listQuery<ReviewsAnswer>(["reviews", of.id, sort, rating ?? "all"], `${pathOf(of)}/reviews`, {
    sort,
    rating,
    limit: 10,
  });

export const ownReviewQuery = (of: Subject) => ({
  ...answerQuery<OwnReviewAnswer>(["own-review", of.id], `${pathOf(of)}/review`),
  staleTime: 0,
});

const shownWith = (of: Subject) =>
  of.kind === "products"
    ? [["product"], ["products"]]
    : [["profile"], ["photographers"], ["studios"]];

/** Writes one's review of it, or without one takes it back. */
export function useReview(of: Subject) {
  const path = `${pathOf(of)}/review`;
  return useMutation({
    mutationFn: (said: { rating: number; text: string; pictures: string[] } | null) =>
      said ? put<OwnReviewAnswer>(path, said) : remove<OwnReviewAnswer>(path),
    onSuccess: async (now) => {
      queryClient.setQueryData(ownReviewQuery(of).queryKey, now);
      await renew(["reviews", of.id], ...shownWith(of));
    },
  });
}

/** Finds somebody else's review helpful, or no longer. */
export function useHelpful(of: Subject, reviewId: string) {
  return useMutation({
    mutationFn: (helpful: boolean) =>
      put<HelpfulAnswer>(`/reviews/${reviewId}/helpful`, { helpful }),
    onSuccess: () => renew(["reviews", of.id]),
  });
}

/** Replies to a review, in place of what was replied before; without words takes that back. */
export function useReply(of: Subject, reviewId: string) {
  return useMutation({
    mutationFn: (text: string) => put(`/reviews/${reviewId}/reply`, { text }),
    onSuccess: () => renew(["reviews", of.id]),
  });
}
