import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { answerQuery, listQuery } from "../../base/api/queries";
import type { StatementAnswer, WalletBody, WalletsAnswer } from "../../base/api/schema";
import { ownAnswers, useSession } from "../../base/session";
import { useLatest, useWatchOwn } from "../../live/channel";
import { useAskingPace } from "../../live/connection";
import { liveWallets } from "./live";

ownAnswers("wallets");

/** Numbers that came with an answer are as absolute as those of the feed. */
export function learnWallet({ id, currency, balance, held, version }: WalletBody): void {
  liveWallets.take([{ walletId: id, currency, balance, held, version }]);
}

const walletsQuery = answerQuery<WalletsAnswer>(
  ["wallets", "mine"],
  "/wallets",
  {},
  ({ wallets }) => {
    for (const wallet of wallets) learnWallet(wallet);
  },
);

/** The visitor's wallets, points first; nothing is asked while nobody is logged in. */
export function useWallets() {
  const loggedIn = Boolean(useSession()?.user);
  useWatchOwn(liveWallets, loggedIn);
  const refetchInterval = useAskingPace();
  return useQuery({
    ...walletsQuery,
    staleTime: 0,
    enabled: loggedIn,
    refetchInterval,
    select: ({ wallets }) =>
      wallets.toSorted((a, b) => Number(b.currency === "PTS") - Number(a.currency === "PTS")),
  });
}

/** The wallet as it stands at this moment. */
export function useLiveWallet(wallet: WalletBody): WalletBody {
  const state = useLatest(liveWallets, wallet.id);
  if (!state || state.version <= wallet.version) return wallet;
  const { balance, held, version } = state;
  return { ...wallet, balance, held, version };
}

/** Every movement; read anew when the balance has moved on from what is shown. */
export function useStatement(wallet: WalletBody) {
  const path = `/wallets/${wallet.id}/statement`;
  const query = useInfiniteQuery({
    ...listQuery<StatementAnswer>(["wallets", wallet.id, "statement"], path, { limit: 20 }),
    staleTime: 0,
  });
  const { refetch } = query;
  const shown = query.data?.pages[0]?.wallet.version;
  useEffect(() => {
    if (shown !== undefined && wallet.version > shown) void refetch({ cancelRefetch: false });
  }, [wallet.version, shown, refetch]);
  return query;
}
