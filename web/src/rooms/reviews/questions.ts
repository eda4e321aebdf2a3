import { useMutation } from "@tanstack/react-query";
import { put, remove } from "../../base/api/client";
import { answerQuery, listQuery, queryClient, renew } from "../../base/api/queries";
import type { OwnQuestionAnswer, QuestionsAnswer } from "../../base/api/schema";
import { ownAnswers } from "../../base/session";

ownAnswers("own-question");

/** Where a product has more, one searches in them. */
export const MANY = 5;

export const questionsQuery = (productId: string, q: string) =>
  listQuery<QuestionsAnswer>(["questions", productId, q], `/products/${productId}/questions`, {
    q: q || undefined,
    limit: MANY,
  });

export const ownQuestionQuery = (productId: string) => ({
  ...answerQuery<OwnQuestionAnswer>(["own-question", productId], `/products/${productId}/question`),
  staleTime: 0,
});

const kept = (productId: string) => async (now: OwnQuestionAnswer) => {
  queryClient.setQueryData(ownQuestionQuery(productId).queryKey, now);
  await renew(["questions", productId]);
};

/** Asks about a product, or puts the question that waits in other words. */
export function useAsk(productId: string) {
  return useMutation({
    mutationFn: (text: string) =>
      put<OwnQuestionAnswer>(`/products/${productId}/question`, { text }),
    onSuccess: kept(productId),
  });
}

/** Takes one's question back. */
export function useTakeBack(productId: string, questionId: string) {
  return useMutation({
    mutationFn: () => remove<OwnQuestionAnswer>(`/questions/${questionId}`),
    onSuccess: kept(productId),
  });
}

/** Answers a question as it was read, in place of what was answered before. */
export function useAnswer({ id, version }: { id: string; version: number }) {
  return useMutation({
    mutationFn: (text: string) => put(`/questions/${id}/answer`, { text, version }),
    onSettled: () =>
      renew(["questions"], ["seller", "questions"], ["staff", "reviews"], ["staff", "home"]),
  });
}
