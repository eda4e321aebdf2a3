import { useInfiniteQuery } from "@tanstack/react-query";
import { useLanguage } from "../../base/i18n/format";
import { Panel } from "../../design/Heading";
import { Listing } from "../../design/Listing";
import { Moment } from "../../design/Moment";
import { ownPayoutsQuery } from "./queries";

/** What was set aside for whom the `place` is of, and sent. */
export function HolderPayouts({ place }: { place: string }) {
  const { t, formats } = useLanguage();
  const query = useInfiniteQuery(ownPayoutsQuery(place));
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
                  {one.status !== "refused" && (one.reference ?? one.reason) && (
                    <> · {one.reference ?? one.reason}</>
                  )}
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
