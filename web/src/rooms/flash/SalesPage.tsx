import { useInfiniteQuery } from "@tanstack/react-query";
import { useLanguage } from "../../base/i18n/format";
import { Blank } from "../../design/Blank";
import { ButtonLink } from "../../design/Button";
import { Heading } from "../../design/Heading";
import { Listing } from "../../design/Listing";
import { Skeleton } from "../../design/Skeleton";
import { useWatch } from "../../live/channel";
import { useAskingPace } from "../../live/connection";
import { liveSales } from "./live";
import { salesQuery } from "./queries";
import { SaleCard } from "./SaleCard";

const GRID = "grid grid-cols-1 gap-4 md:grid-cols-2";

/** Flash sales that are to come or open. */
export function SalesPage() {
  const { t } = useLanguage();
  const query = useInfiniteQuery({ ...salesQuery, refetchInterval: useAskingPace() });
  const sales = query.data?.pages.flatMap((page) => page.flashSales) ?? [];
  useWatch(
    liveSales,
    sales.map((sale) => sale.id),
  );
  return (
    <div className="page max-w-5xl pb-16">
      <Heading title={t("flash.title")} text={t("flash.text")} />
      <Listing
        query={query}
        loading={
          <div className={GRID} role="status" aria-label={t("flash.loading")}>
            <Skeleton className="h-44 rounded-l" />
            <Skeleton className="h-44 rounded-l" />
          </div>
        }
        empty={sales.length === 0}
        none={
          <Blank
            icon="clock"
            title={t("flash.none")}
            hint={t("flash.noneHint")}
            action={<ButtonLink to="/">{t("cart.toShop")}</ButtonLink>}
          />
        }
      >
        <ul className={GRID}>
          {sales.map((sale) => (
            <li key={sale.id} className="appear">
              <SaleCard sale={sale} />
            </li>
          ))}
        </ul>
      </Listing>
    </div>
  );
}
