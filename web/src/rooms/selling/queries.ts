import { insist, newKey, post, put, withQuery } from "../../base/api/client";
import { answerQuery, listQuery, renew } from "../../base/api/queries";
import type {
  Applications,
  BulkAnswer,
  BulkStockAnswer,
  LeavingBody,
  OwnGoodsQuestions,
  OwnSellers,
  PauseBody,
  PayoutAccountAsked,
  PayoutAccountBody,
  PayoutsBody,
  SellerMoneyBody,
  SellerStatementBody,
  SellerStepsBody,
  SpanStatementBody,
  StaffProducts,
  SubOrderBody,
  SubOrders,
  TradeBody,
} from "../../base/api/schema";
import { ownAnswers } from "../../base/session";

ownAnswers("seller");

const ROWS = 20;

/** Where a seller's money is read: of their own, or of any by staff. */
export const ownPlace = (sellerId: string) => `/seller/${sellerId}`;
export const staffPlace = (sellerId: string) => `/staff/sellers/${sellerId}`;
/** Of who is booked, for staff and for themselves. */
export const resourcePlace = (resourceId: string) => `/staff/resources/${resourceId}`;

export const ownSellersQuery = {
  ...answerQuery<OwnSellers>(["seller", "own"], "/seller"),
  staleTime: 0,
};

export const applicationsQuery = {
  ...answerQuery<Applications>(["seller", "applications"], "/seller-applications"),
  staleTime: 0,
};

export const apply = (key: string, asked: { name: string; about: string; message: string }) =>
  insist<Applications>("/seller-applications", asked, key);

export const ORDER_STATES = ["to-send", "paid", "completed", "cancelled"] as const;
export const PRODUCT_STATES = ["active", "draft", "archived"] as const;
export const QUESTION_STATES = ["unanswered", "answered"] as const;
/** What a seller looks for among their orders, or their products. */
export interface Sought<State extends string> {
  q?: string;
  status?: State;
}
export type SoughtOrders = Sought<(typeof ORDER_STATES)[number]>;
export type SoughtProducts = Sought<(typeof PRODUCT_STATES)[number]>;

export const ownOrdersQuery = (
  sellerId: string,
  locale: string,
  { q, status }: SoughtOrders = {},
) => ({
  ...listQuery<SubOrders>(
    ["seller", "orders", sellerId, locale, { q, status }],
    `${ownPlace(sellerId)}/orders`,
    { q, status, locale, limit: ROWS },
  ),
  staleTime: 0,
  refetchInterval: 15_000,
});

export const ownOrdersSheet = (sellerId: string, locale: string, { q, status }: SoughtOrders) =>
  `/api${withQuery(`${ownPlace(sellerId)}/orders`, { q, status, locale, format: "csv" })}`;

export const ownProductsQuery = (sellerId: string, { q, status }: SoughtProducts = {}) => ({
  ...listQuery<StaffProducts>(
    ["seller", "products", sellerId, { q, status }],
    `${ownPlace(sellerId)}/products`,
    { q, status, limit: ROWS },
  ),
  staleTime: 0,
});

export const pauseQuery = (sellerId: string) => ({
  ...answerQuery<PauseBody>(["seller", "pause", sellerId], `${ownPlace(sellerId)}/pause`),
  staleTime: 0,
});

export const putPause = (sellerId: string, paused: boolean) =>
  put<PauseBody>(`${ownPlace(sellerId)}/pause`, { paused });

/** All of a seller's products as a file, which an import takes back. */
export const ownCatalogue = (sellerId: string) => `/api${ownPlace(sellerId)}/catalogue.csv`;

export const ownQuestionsQuery = (
  sellerId: string,
  locale: string,
  status: (typeof QUESTION_STATES)[number] | undefined,
) => ({
  ...listQuery<OwnGoodsQuestions>(
    ["seller", "questions", sellerId, locale, status],
    `${ownPlace(sellerId)}/questions`,
    { status, locale, limit: ROWS },
  ),
  staleTime: 0,
});

/** What is left to do before the first sale, of one's own or of any by staff. */
export const stepsQuery = (place: string) => ({
  ...answerQuery<SellerStepsBody>(["seller", "steps", place], `${place}/first-steps`),
  staleTime: 0,
});

/** Whether somebody ends selling, and what is still open. */
export const leavingQuery = (place: string) => ({
  ...answerQuery<LeavingBody>(["seller", "leaving", place], `${place}/leaving`),
  staleTime: 0,
});

export const putLeaving = (sellerId: string, leaving: boolean) =>
  put<LeavingBody>(`${ownPlace(sellerId)}/leaving`, { leaving });

export const moneyQuery = (place: string) => ({
  ...answerQuery<SellerMoneyBody>(["seller", "money", place], `${place}/money`),
  staleTime: 0,
});

export const statementQuery = (place: string, currency: string) => ({
  ...listQuery<SellerStatementBody>(
    ["seller", "statement", place, currency],
    `${place}/statement`,
    { currency, limit: ROWS },
  ),
  staleTime: 0,
});

export const statementFile = (place: string, currency: string) =>
  `/api${place}/statement?${new URLSearchParams({ currency, format: "csv" })}`;

/** The first and the last day of a statement; without them, the month before this one. */
export interface Days {
  from?: string;
  to?: string;
}

export const daysQuery = (place: string, currency: string, days: Days) => ({
  ...listQuery<SpanStatementBody>(
    ["seller", "days", place, currency, days],
    `${place}/statement/days`,
    { currency, ...days, limit: ROWS },
  ),
  staleTime: 0,
});

export const daysFile = (
  place: string,
  currency: string,
  format: "csv" | "pdf",
  days: Days,
  language: string,
) => `/api${withQuery(`${place}/statement/days`, { currency, ...days, format, language })}`;

export const ownPayoutsQuery = (place: string) => ({
  ...listQuery<PayoutsBody>(["seller", "payouts", place], `${place}/payouts`, {
    limit: ROWS,
  }),
  staleTime: 0,
});

export const payoutAccountQuery = (place: string) => ({
  ...answerQuery<PayoutAccountBody>(["seller", "payout-account", place], `${place}/payout-account`),
  staleTime: 0,
});

export const putPayoutAccount = (place: string, asked: PayoutAccountAsked) =>
  put<PayoutAccountBody>(`${place}/payout-account`, asked);

export const renewPayoutAccount = () => renew(["seller", "payout-account"], ["staff", "payouts"]);

export const tradeQuery = (
  place: string,
  days: number,
  locale: string,
  seller: string | undefined,
) => {
  const asked = { days, locale, sellerId: seller };
  return {
    ...answerQuery<TradeBody>(["seller", "trade", place, asked], `${place}/trade`, asked),
    refetchInterval: 30_000,
  };
};

export const tradeFile = (place: string, days: number, seller: string | undefined) =>
  `/api${withQuery(`${place}/trade`, { days, sellerId: seller, format: "csv" })}`;

export const putOnSale = (sellerId: string, productId: string, on: boolean) =>
  post<BulkAnswer>(
    `${ownPlace(sellerId)}/products/bulk`,
    { products: [{ id: productId }], status: on ? "active" : "draft" },
    newKey(),
  );

export const setStock = (
  key: string,
  sellerId: string,
  variantId: string,
  count: number | "unlimited",
  reason: string,
) =>
  insist<BulkStockAnswer>(
    `${ownPlace(sellerId)}/variants/stock`,
    {
      variantIds: [variantId],
      ...(count === "unlimited" ? { unlimited: true } : { set: count }),
      reason,
    },
    key,
  );

export const sendOrder = (
  key: string,
  { sellerId, orderId }: SubOrderBody,
  asked: { carrier: string; tracking: string },
) => insist<SubOrderBody>(`${ownPlace(sellerId)}/orders/${orderId}/parcels`, asked, key);

export const renewOrders = (sellerId: string) => renew(["seller", "orders", sellerId]);

export const renewProducts = (sellerId: string) =>
  renew(["seller", "products", sellerId], ["staff", "product"]);
