import {
  infiniteQueryOptions,
  queryOptions,
  useInfiniteQuery,
  useQuery,
} from "@tanstack/react-query";
import { useEffect } from "react";
import { get } from "../api/client";
import type { Account, Accounts, StatementPage } from "../api/types";
import { useAskingPace, useWalletState, useWatchWallets } from "../live/hooks";
import { walletStore } from "../live/latest";
import { useSession } from "../session/session";

/** Numbers that came with an answer are as absolute as those of the feed. */
export function learnAccount({ id, currency, balance, held, version }: Account): void {
  walletStore.take([{ accountId: id, currency, balance, held, version }]);
}

const accountsQuery = queryOptions({
  queryKey: ["accounts", "mine"],
  queryFn: async ({ signal }) => {
    const { accounts } = await get<Accounts>("/accounts", {}, signal);
    for (const account of accounts) learnAccount(account);
    return accounts;
  },
  staleTime: 0,
});

/** The visitor's wallets, points first; nothing is asked while nobody is logged in. */
export function useAccounts() {
  const loggedIn = Boolean(useSession()?.user);
  useWatchWallets(loggedIn);
  const refetchInterval = useAskingPace();
  return useQuery({
    ...accountsQuery,
    enabled: loggedIn,
    refetchInterval,
    select: (accounts) =>
      accounts.toSorted((a, b) => Number(b.currency === "PTS") - Number(a.currency === "PTS")),
  });
}

/** The account as it stands at this moment. */
export function useLiveAccount(account: Account): Account {
  const state = useWalletState(account.id);
  if (!state || state.version <= account.version) return account;
  const { balance, held, version } = state;
  return { ...account, balance, held, version };
}

export function statementQuery(accountId: string) {
  return infiniteQueryOptions({
    queryKey: ["accounts", accountId, "statement"],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      get<StatementPage>(
        `/accounts/${accountId}/statement`,
        { cursor: pageParam, limit: 20 },
        signal,
      ),
    getNextPageParam: (page) => page.nextCursor,
    staleTime: 0,
  });
}

/** Every movement; read anew when the balance has moved on from what is shown. */
export function useStatement(account: Account) {
  const query = useInfiniteQuery(statementQuery(account.id));
  const { refetch } = query;
  const shown = query.data?.pages[0]?.account.version;
  useEffect(() => {
    if (shown !== undefined && account.version > shown) void refetch({ cancelRefetch: false });
  }, [account.version, shown, refetch]);
  return query;
}
