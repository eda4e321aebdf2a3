import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { FlashSaleBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useServerNow } from "../../base/now";
import { Blank } from "../../design/Blank";
import { ButtonLink } from "../../design/Button";
import { Heading } from "../../design/Heading";
import { Listing } from "../../design/Listing";
import { Picture } from "../../design/Picture";
import { Price } from "../../design/Price";
import { Skeleton } from "../../design/Skeleton";
import { useWatch } from "../../live/channel";
import { useAskingPace } from "../../live/connection";
import { Countdown } from "./Countdown";
import { liveSales } from "./live";
import { salePhase } from "./phase";
import { salesQuery, useSaleState } from "./queries";
import { SaleSupply } from "./SaleSupply";

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
        keeps
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

function SaleCard({ sale }: { sale: FlashSaleBody }) {
  const { t } = useLanguage();
  const { ended } = useSaleState(sale);
  const now = useServerNow();
  const phase = salePhase(sale, now, ended);
  return (
    <article className="relative flex gap-4 rounded-l border border-line bg-raised p-4">
      <Picture url={sale.imageUrl} alt="" className="aspect-square w-24 shrink-0 rounded-m" />
      <div className="min-w-0 grow space-y-2">
        <h2 className="font-semibold wrap-anywhere">
          <Link
            to="/flash-sales/$saleId"
            params={{ saleId: sale.id }}
            className="after:absolute after:inset-0 after:rounded-l hover:text-accent"
          >
            {sale.name || t("flash.title")}
          </Link>
        </h2>
        <p>
          <Price amount={sale.price} before={sale.usualPrice} currency={sale.currency} />
        </p>
        <Countdown sale={sale} phase={phase} now={now} />
        {phase !== "ended" && <SaleSupply sale={sale} />}
      </div>
    </article>
  );
}
