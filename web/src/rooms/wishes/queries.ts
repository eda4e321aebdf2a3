import { useMutation, useQuery } from "@tanstack/react-query";
import { insist, put, remove } from "../../base/api/client";
import { answerQuery, queryClient, renew } from "../../base/api/queries";
import type { WishesAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { ownAnswers, useSession } from "../../base/session";

ownAnswers("wishes");

const wishesQuery = (locale: string) =>
  answerQuery<WishesAnswer>(["wishes", locale], "/wishes", { locale });

/** One's own list, if one is logged in. */
export function useWishes() {
  const { locale } = useLanguage();
  const member = Boolean(useSession()?.user);
  return useQuery({ ...wishesQuery(locale), enabled: member });
}

/** Puts a product on the list, or takes it from there. */
export function useWish(productId: string) {
  const { locale } = useLanguage();
  const { queryKey } = wishesQuery(locale);
  return useMutation({
    mutationFn: (wanted: boolean) =>
      wanted
        ? put<WishesAnswer>(`/wishes/${productId}`, {})
        : remove<WishesAnswer>(`/wishes/${productId}`),
    onSuccess: (now) => queryClient.setQueryData(queryKey, now),
  });
}

/** Moves the wish to the cart: one piece of a product that has one variant. */
export function useWishToCart(productId: string) {
  const { locale } = useLanguage();
  const { queryKey } = wishesQuery(locale);
  return useIntent((key) => insist<WishesAnswer>(`/wishes/${productId}/to-cart`, {}, key), {
    onSuccess: (now) => {
      queryClient.setQueryData(queryKey, now);
      void renew(["cart"]);
    },
  });
}
