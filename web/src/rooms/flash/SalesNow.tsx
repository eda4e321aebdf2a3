import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useLanguage } from "../../base/i18n/format";
import { useUses } from "../../base/shop";
import { Skeleton } from "../../design/Skeleton";
import { useWatch } from "../../live/channel";
import { useAskingPace } from "../../live/connection";
import { liveSales } from "./live";
import { salesQuery } from "./queries";
import { SaleCard } from "./SaleCard";

const MOST = 2;

/** One line, pushed sideways on a phone, and as high before its cards are there as with them: what
 * stands below it stays where it is. */
const ROW =
  "-mx-4 flex gap-4 overflow-x-auto px-4 py-1 [scrollbar-width:none] sm:mx-0 sm:grid sm:grid-cols-2 sm:overflow-visible sm:px-0";
const PLACE = "min-h-61 w-[92%] shrink-0 only:w-full sm:w-auto sm:only:w-auto lg:min-h-44";

/** On the shop's first page, while a sale is open or to come: the latest of them. */
export function SalesNow() {
  return useUses().flashSales ? <Sales /> : null;
}

function Sales() {
  const { t } = useLanguage();
  const query = useInfiniteQuery({ ...salesQuery, refetchInterval: useAskingPace() });
  const sales = query.data?.pages.flatMap((page) => page.flashSales).slice(0, MOST) ?? [];
  useWatch(
    liveSales,
    sales.map((sale) => sale.id),
  );
  if (query.isError || (query.isSuccess && sales.length === 0)) return null;
  return (
    <section aria-labelledby="sales-now" className="mb-8">
      <div className="mb-3 flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 id="sales-now" className="text-18 font-semibold">
          {t("flash.title")}
        </h2>
        <Link to="/flash-sales" className="text-13 text-accent underline underline-offset-4">
          {t("flash.all")}
        </Link>
      </div>
      <ul className={ROW}>
        {query.isPending ? (
          <li className={PLACE}>
            <Skeleton className="h-full rounded-l" />
          </li>
        ) : (
          sales.map((sale) => (
            <li key={sale.id} className={PLACE}>
              <SaleCard sale={sale} />
            </li>
          ))
        )}
      </ul>
    </section>
  );
}
