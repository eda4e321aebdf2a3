import { insist, put, remove } from "../../base/api/client";
import { answerQuery, listQuery, renew } from "../../base/api/queries";
import type {
  CommissionBody,
  CommissionsBody,
  HoldersBody,
  PayoutBody,
  PayoutsBody,
  SellerAnswer,
  SellerBody,
} from "../../base/api/schema";
import { ROWS } from "../desk/search";

const SELLERS = "/staff/sellers";
const PAYOUTS = "/staff/payouts";
const HOLDERS = "/staff/holders";
const COMMISSION = "/staff/commission";

export const sellerQuery = (id: string) => ({
  ...answerQuery<SellerAnswer>(["staff", "sellers", id], `${SELLERS}/${id}`),
  staleTime: 0,
});

export const payoutsQuery = {
  ...listQuery<PayoutsBody>(["staff", "payouts"], PAYOUTS, { limit: ROWS }),
  staleTime: 0,
  refetchInterval: 5_000,
};

export const holdersQuery = {
  ...listQuery<HoldersBody>(["staff", "holders"], HOLDERS, { limit: ROWS }),
  staleTime: 0,
};

export const commissionQuery = {
  ...answerQuery<CommissionsBody>(["staff", "commission"], COMMISSION),
  staleTime: 0,
};

export const renewSellers = () =>
  renew(["staff", "sellers"], ["staff", "payouts"], ["staff", "holders"], ["seller"]);

export type Decision = "approve" | "refuse" | "suspend" | "close";

export const decide = (key: string, id: string, what: Decision, reason: string) =>
  insist<SellerAnswer>(`${SELLERS}/${id}/${what}`, what === "approve" ? {} : { reason }, key);

/** What customers see of a seller. */
export type SellerForm = Pick<SellerBody, "name" | "slug" | "about" | "abouts" | "logo" | "active">;

const asked = ({ name, slug, about, abouts, logo, active }: SellerForm) => ({
  name: name.trim(),
  slug: slug.trim(),
  about: about.trim(),
  abouts,
  logo,
  active,
});

export const saveSeller = ({ id, version }: SellerBody, form: SellerForm) =>
  put<SellerAnswer>(`${SELLERS}/${id}`, asked(form), version);

export const makeSeller = (key: string, form: SellerForm) =>
  insist<SellerAnswer>(SELLERS, asked(form), key);

const person = (id: string, userId: string) => `${SELLERS}/${id}/people/${userId}`;

export const letJoin = (id: string, userId: string) => put<SellerAnswer>(person(id, userId), {});

export const letLeave = (id: string, userId: string) => remove<SellerAnswer>(person(id, userId));

export const sent = (key: string, id: string, reference: string) =>
  insist<PayoutBody>(`${PAYOUTS}/${id}/paid`, { reference }, key);

export const failed = (key: string, id: string, reason: string) =>
  insist<PayoutBody>(`${PAYOUTS}/${id}/failed`, { reason }, key);

export const sendOut = (key: string, id: string) =>
  insist<PayoutBody>(`${PAYOUTS}/${id}/send`, {}, key);

export interface RuleAsked {
  sellerId: string | null;
  categoryId: string | null;
  rate: number;
  fixed: number;
  currency: string | null;
}

export const addRule = (key: string, asked: RuleAsked) =>
  insist<CommissionBody>(COMMISSION, asked, key);

export const renewRules = () => renew(commissionQuery.queryKey);
