import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { put, remove } from "../../base/api/client";
import { asProblem } from "../../base/api/problem";
import { answerQuery, configQuery, queryClient, renew } from "../../base/api/queries";
import type { ProgramBody, ReferralTerms } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { toast } from "../../design/Toasts";
import { unreadable } from "./edits";

export const referralTermsQuery = answerQuery<ReferralTerms>(
  ["staff", "referrals", "program"],
  "/staff/referrals/program",
);

export type Advantage = Pick<ProgramBody["friend"], "rule" | "value" | "minimum">;

export interface Terms {
  on: boolean;
  friend: Advantage;
  reward: Advantage;
  validDays: number;
  quantity: number;
  waitDays: number;
  mostAYear: number;
}

/** As they are in force; else what a shop may begin with, the coupon once goods are taken back no more. */
export function termsOf({ program, returnDays }: ReferralTerms): Terms {
  if (!program) {
    const begin: Advantage = { rule: "percent", value: 10, minimum: 0 };
    const counts = { validDays: 90, quantity: 1000, waitDays: returnDays, mostAYear: 10 };
    return { on: false, friend: begin, reward: begin, ...counts };
  }
  const { validDays, quantity, waitDays, mostAYear } = program;
  const own = ({ rule, value, minimum }: Advantage) => ({ rule, value, minimum });
  const counts = { validDays, quantity, waitDays, mostAYear };
  return { on: true, friend: own(program.friend), reward: own(program.reward), ...counts };
}

/** What the section edits: saved all together. */
export function useReferralForm(shown: ReferralTerms) {
  const { t } = useLanguage();
  const saved = termsOf(shown);
  const [typed, setTyped] = useState<Terms>();
  const [unread, setUnread] = useState<string>();
  const values = typed ?? saved;
  const saving = useMutation({
    mutationFn: ({ on, ...terms }: Terms) =>
      on
        ? put<ReferralTerms>("/staff/referrals/program", terms)
        : remove<ReferralTerms>("/staff/referrals/program"),
    onSuccess: async (now) => {
      queryClient.setQueryData(referralTermsQuery.queryKey, now);
      setTyped(undefined);
      await renew(referralTermsQuery.queryKey, configQuery.queryKey);
      toast({ title: t("settings.saved") });
    },
  });
  return {
    values,
    set(change: Partial<Terms>) {
      if (saving.isError) saving.reset();
      setUnread(undefined);
      setTyped({ ...values, ...change });
    },
    changed: values.on ? !same(values, saved) : saved.on,
    faulty: unread ?? (saving.isError ? asProblem(saving.error).body.field : undefined),
    unread: unread !== undefined,
    saving,
    save() {
      const fault = values.on ? unreadable(values) : undefined;
      setUnread(fault);
      if (fault === undefined) saving.mutate(values);
    },
  };
}

function same(one: Terms, other: Terms): boolean {
  const text = (terms: Terms) =>
    JSON.stringify(terms, (_, part) => (Number.isNaN(part) ? "unreadable" : part));
  return text(one) === text(other);
}
