import { answerQuery, listQuery } from "../../base/api/queries";
import type { ReferralFiguresBody, StaffReferralsAnswer } from "../../base/api/schema";
import { ROWS } from "../desk/search";

export const STATES = ["invited", "waiting", "given", "refused"] as const;

export const referralsQuery = (state: (typeof STATES)[number] | undefined) =>
  listQuery<StaffReferralsAnswer>(["staff", "referrals", "list", state], "/staff/referrals", {
    limit: ROWS,
    state,
  });

export const figuresQuery = answerQuery<ReferralFiguresBody>(
  ["staff", "referrals", "figures"],
  "/staff/referrals/figures",
);
