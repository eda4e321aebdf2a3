import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { insist, post } from "../../base/api/client";
import { answerQuery, listQuery, renew } from "../../base/api/queries";
import type {
  BalanceAnswer,
  ClaimAnswer,
  CodeAnswer,
  PackageOrdered,
  PackagesBody,
  PrepaidAnswer,
  PrepaidHistory,
  TransferAnswer,
} from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { ownAnswers } from "../../base/session";

ownAnswers("prepaid");

/** What can be bought, in the reader's language. */
export function usePackages() {
  const { locale } = useLanguage();
  return useQuery(answerQuery<PackagesBody>(["packages", locale], "/packages", { locale }));
}

/** What the visitor has: a guest, in this browser. */
export function usePrepaid() {
  const list = listQuery<PrepaidAnswer>(["prepaid", "mine"], "/prepaid", { limit: 20 });
  return useInfiniteQuery({ ...list, staleTime: 0, refetchInterval: 15_000 });
}

export function useHistory(id: string, version: number) {
  const path = `/prepaid/${id}`;
  const list = listQuery<PrepaidHistory>(["prepaid", id, version], path, { limit: 20 });
  return useInfiniteQuery({ ...list, staleTime: 0 });
}

export interface Gift {
  toName: string;
  toEmail: string;
  message: string;
  on: string | null;
}

interface Buy {
  id: string;
  expectedTotal: number;
  repeatEvery?: string;
  gift?: Gift;
}

export function useBuy(onOrdered: (ordered: PackageOrdered) => void) {
  return useIntent(
    (key, { id, ...asked }: Buy) => insist<PackageOrdered>(`/packages/${id}/buy`, asked, key),
    { onSuccess: onOrdered, onSettled: () => renew(["packages"], ["orders"]) },
  );
}

export function useTransfer(id: string) {
  return useIntent(
    (key, asked: { email: string; minutes: number }) =>
      insist<TransferAnswer>(`/prepaid/${id}/transfer`, asked, key),
    { onSettled: () => renew(["prepaid"]) },
  );
}

export function useClaim() {
  return useIntent((key, code: string) => insist<ClaimAnswer>("/prepaid/claim", { code }, key), {
    onSettled: () => renew(["prepaid"]),
  });
}

export function useCode(id: string) {
  return useIntent((key) => post<CodeAnswer>(`/prepaid/${id}/code`, {}, key), {
    onSettled: () => renew(["prepaid"]),
  });
}

export function useBalance() {
  return useIntent((key, code: string) =>
    post<BalanceAnswer>("/certificates/balance", { code }, key),
  );
}
