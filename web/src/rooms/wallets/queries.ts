import {
  infiniteQueryOptions,
  queryOptions,
  useInfiniteQuery,
  useQuery,
} from "@tanstack/react-query";
import { useEffect } from "react";
import { get } from "../../base/api/client";
import type { StatementPage, Wallet, Wallets } from "../../base/api/types";
import { ownAnswers, useSession } from "../../base/session";
import { useLatest, useWatchOwn } from "../../live/channel";
import { useAskingPace } from "../../live/connection";
import { liveWallets } from "./live";

ownAnswers("wallets");

/** Numbers that came with an answer are as absolute as those of the feed. */
export function learnWallet({ id, currency, balance, held, version }: Wallet): void {
  liveWallets.take([{ walletId: id, currency, balance, held, version }]);
}

const walletsQuery = queryOptions({
  queryKey: ["wallets", "mine"],
  queryFn: async ({ signal }) => {
    const answer = await get<Wallets>("/wallets", {}, signal);
    for (const wallet of answer.wallets) learnWallet(wallet);
    return answer.wallets;
  },
  staleTime: 0,
});

/** The visitor's wallets, points first; nothing is asked while nobody is logged in. */
export function useWallets() {
  const loggedIn = Boolean(useSession()?.user);
  useWatchOwn(liveWallets, loggedIn);
  const refetchInterval = useAskingPace();
  return useQuery({
    ...walletsQuery,
    enabled: loggedIn,
    refetchInterval,
    select: (all) =>
      all.toSorted((a, b) => Number(b.currency === "PTS") - Number(a.currency === "PTS")),
  });
}

/** The wallet as it stands at this moment. */
export function useLiveWallet(wallet: Wallet): Wallet {
  const state = useLatest(liveWallets, wallet.id);
  if (!state || state.version <= wallet.version) return wallet;
  const { balance, held, version } = state;
  return { ...wallet, balance, held, version };
}

export function statementQuery(walletId: string) {
  return infiniteQueryOptions({
    queryKey: ["wallets", walletId, "statement"],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      get<StatementPage>(
        `/wallets/${walletId}/statement`,
        { cursor: pageParam, limit: 20 },
        signal,
      ),
    getNextPageParam: (page) => page.nextCursor,
    staleTime: 0,
  });
}

/** Every movement; read anew when the balance has moved on from what is shown. */
export function useStatement(wallet: Wallet) {
  const query = useInfiniteQuery(statementQuery(wallet.id));
  const { refetch } = query;
  const shown = query.data?.pages[0]?.wallet.version;
  useEffect(() => {
    if (shown !== undefined && wallet.version > shown) void refetch({ cancelRefetch: false });
  }, [wallet.version, shown, refetch]);
  return query;
}
