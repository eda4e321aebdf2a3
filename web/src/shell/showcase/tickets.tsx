import { useState } from "react";
import type { CampaignBody, CouponBody } from "../../base/api/schema";
import { serverClock } from "../../base/clock";
import { AmountField } from "../../design/AmountField";
import { DownloadLink } from "../../design/DownloadLink";
import { CampaignSupply } from "../../rooms/promotions/CampaignSupply";
import { CouponCard } from "../../rooms/promotions/CouponCard";
import { type Exhibit, States } from "./exhibit";

const DAY = 86_400_000;
const at = (days: number) => new Date(serverClock.now() + days * DAY).toISOString();

function campaign(quantity: number, remaining: number): CampaignBody {
  return {
    id: `${quantity}-${remaining}`,
    name: "Holdfast",
    rule: "percent",
    value: 10,
    cap: 50_000,
    minimum: 100_000,
    currency: "RUB",
    scope: null,
    categories: null,
    sellers: null,
    stackable: true,
    translations: {},
    quantity,
    perCustomer: 1,
    opensAt: at(-1),
    closesAt: null,
    endedAt: null,
    validDays: 30,
    createdAt: at(-1),
    phase: "open",
    remaining,
    thanks: false,
    version: 1,
  };
}

function coupon(state: CouponBody["state"], daysLeft: number): CouponBody {
  return {
    id: state,
    state,
    daysLeft,
    issuedAt: at(daysLeft - 30),
    expiresAt: at(daysLeft),
    campaign: campaign(1_000, 312),
  };
}

const COUPONS = [coupon("usable", 29), coupon("held", 2), coupon("used", 12), coupon("expired", 0)];

export const tickets: Exhibit[] = [
  {
    name: "Ticket",
    show: () => (
      <States
        of={COUPONS.map((each) => [each.state, <CouponCard key={each.id} coupon={each} plain />])}
      />
    ),
  },
  {
    name: "CampaignSupply",
    show: () => (
      <States
        of={[campaign(1_000, 312), campaign(12, 3), campaign(1_000, 0)].map((each) => [
          `${each.remaining} / ${each.quantity}`,
          <CampaignSupply key={each.id} campaign={each} thick />,
        ])}
      />
    ),
  },
  {
    name: "AmountField, DownloadLink",
    show: ({ t }) => {
      const [amount, setAmount] = useState("250");
      return (
        <div className="space-y-4">
          <AmountField
            label={t("wallet.amount")}
            currency="PTS"
            value={amount}
            onChange={(event) => setAmount(event.target.value)}
          />
          <AmountField
            label={t("wallet.amount")}
            currency="RUB"
            defaultValue="-3"
            error={t("form.amountBad")}
          />
          <DownloadLink href="/components" label={t("list.csv")} />
        </div>
      );
    },
  },
];
