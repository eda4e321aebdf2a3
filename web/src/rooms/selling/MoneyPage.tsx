import { useInfiniteQuery } from "@tanstack/react-query";
import type { SellerBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Panel } from "../../design/Heading";
import { Listing } from "../../design/Listing";
import { Moment } from "../../design/Moment";
import { ownPayoutsQuery, ownPlace } from "./queries";
import { SellerFrame } from "./SellerFrame";
import { SellerMoney } from "./SellerMoney";

/** What was earned, what was paid out, every movement. */
export function MoneyPage() {
  const { t } = useLanguage();
  return (
    <SellerFrame title={t("seller.money")}>
      {(seller) => (
        <div key={seller.id} className="space-y-6">
          <SellerMoney place={ownPlace(seller.id)} />
          <Payouts seller={seller} />
        </div>
      )}
    </SellerFrame>
  );
}

function Payouts({ seller }: { seller: SellerBody }) {
  const { t, formats } = useLanguage();
  const query = useInfiniteQuery(ownPayoutsQuery(seller.id));
  const payouts = query.data?.pages.flatMap((page) => page.payouts) ?? [];
  return (
    <Panel title={t("seller.payouts")}>
      <Listing
        query={query}
        empty={payouts.length === 0}
        none={<p className="text-ink-soft">{t("seller.noPayouts")}</p>}
      >
        <ul aria-label={t("seller.payouts")} className="divide-y divide-line">
          {payouts.map((one) => (
            <li key={one.id} className="flex flex-wrap justify-between gap-x-4 gap-y-1 py-2">
              <span className="min-w-0 grow basis-48 wrap-anywhere">
                {t(`seller.payout.${one.status}`)}
                <span className="block text-13 text-ink-soft">
                  <Moment at={one.settledAt ?? one.madeAt} />
                  {(one.reference ?? one.reason) && <> · {one.reference ?? one.reason}</>}
                </span>
              </span>
              <span className="tabular">{formats.price(one.amount, one.currency)}</span>
            </li>
          ))}
        </ul>
      </Listing>
    </Panel>
  );
}
