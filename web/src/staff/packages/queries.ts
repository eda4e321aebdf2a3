import { insist, post } from "../../base/api/client";
import { answerQuery, listQuery, renew } from "../../base/api/queries";
import type {
  GivenAnswer,
  LiabilityAnswer,
  ReturnAnswer,
  StaffGrant,
  StaffGrantAnswer,
  StaffGrants,
  StaffPackage,
  StaffPackages,
} from "../../base/api/schema";
import { ROWS } from "../desk/search";

const PACKAGES = "/staff/packages";
const PREPAID = "/staff/prepaid";

export const KINDS = ["hours", "certificate", "sessions"] as const;
export const GRANT_STATES = ["active", "frozen", "expired"] as const;

export interface GrantSearch {
  q?: string;
  kind?: (typeof KINDS)[number];
  status?: (typeof GRANT_STATES)[number];
}

export const addressOf = (id: string) => `${PACKAGES}/${id}`;

export const packagesQuery = {
  ...answerQuery<StaffPackages>(["staff", "packages"], PACKAGES),
  staleTime: 0,
};

/** What is edited does not change under whoever types. */
export const packageQuery = (id: string) => ({
  ...answerQuery<StaffPackage>(["staff", "package", id], addressOf(id)),
  staleTime: 0,
  refetchOnWindowFocus: false,
});

export const renewPackages = () => renew(packagesQuery.queryKey, ["packages"]);

export const grantsQuery = (search: GrantSearch) => ({
  ...listQuery<StaffGrants>(["staff", "prepaid", "list", search], PREPAID, {
    ...search,
    limit: ROWS,
  }),
  staleTime: 0,
});

export const grantQuery = (id: string) => ({
  ...listQuery<StaffGrantAnswer>(["staff", "prepaid", id], `${PREPAID}/${id}`, { limit: ROWS }),
  staleTime: 0,
});

export const liabilityQuery = {
  ...answerQuery<LiabilityAnswer>(["staff", "liability"], "/staff/liability"),
  staleTime: 0,
};

export const renewGrants = () => renew(["staff", "prepaid"], ["staff", "liability"], ["prepaid"]);

export const byCode = (key: string, code: string) =>
  post<StaffGrant>(`${PREPAID}/by-code`, { code }, key);

export const give = (key: string, packageId: string, email: string, reason: string) =>
  insist<GivenAnswer>(PREPAID, { packageId, email, reason }, key);

export const freeze = (key: string, id: string, reason: string) =>
  insist<StaffGrant>(`${PREPAID}/${id}/freeze`, { reason }, key);

export const thaw = (key: string, id: string) =>
  insist<StaffGrant>(`${PREPAID}/${id}/thaw`, {}, key);

export const prolong = (key: string, id: string, validUntil: string, reason: string) =>
  insist<StaffGrant>(`${PREPAID}/${id}/prolong`, { validUntil, reason }, key);

export const takeBack = (
  key: string,
  id: string,
  asked: { units: number; reason: string; endRepeat?: boolean },
) => insist<ReturnAnswer>(`${PREPAID}/${id}/return`, asked, key);
