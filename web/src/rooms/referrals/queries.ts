import { queryOptions } from "@tanstack/react-query";
import { get, insist } from "../../base/api/client";
import { answerQuery, renew } from "../../base/api/queries";
import type {
  InvitationBody,
  OwnReferrals,
  ReferralAnswer,
  ReferralLinkBody,
} from "../../base/api/schema";
import { ownAnswers } from "../../base/session";

const KEY = "referrals";

ownAnswers(KEY);

export const ownReferrals = answerQuery<OwnReferrals>([KEY], "/referrals");

/** What a friend's link leads to; an answer that there is none stays one. */
export function invitationQuery(code: string) {
  return queryOptions({
    queryKey: ["invitation", code],
    queryFn: ({ signal }) => get<InvitationBody>(addressOf(code), {}, signal),
    staleTime: 60_000,
    retry: false,
  });
}

export function accept(code: string, key: string): Promise<ReferralAnswer> {
  return insist<ReferralAnswer>(`${addressOf(code)}/accept`, {}, key);
}

export async function makeLink(renewed: boolean, key: string): Promise<void> {
  await insist<ReferralLinkBody>("/referrals/link", { renew: renewed }, key);
  await renew([KEY]);
}

function addressOf(code: string): string {
  return `/invitations/${encodeURIComponent(code)}`;
}
