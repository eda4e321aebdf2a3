import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { asProblem } from "../../base/api/problem";
import type { FlashSaleBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useServerNow } from "../../base/now";
import { optionWords } from "../../base/options";
import { useSession } from "../../base/session";
import { BackLink } from "../../design/BackLink";
import { Failure } from "../../design/Failure";
import { Heading, Panel } from "../../design/Heading";
import { NotFound } from "../../design/NotFound";
import { Picture } from "../../design/Picture";
import { Price } from "../../design/Price";
import { Skeleton } from "../../design/Skeleton";
import { useWatch } from "../../live/channel";
import { useAskingPace } from "../../live/connection";
import { BuySale } from "./BuySale";
import { Countdown } from "./Countdown";
import { liveSales } from "./live";
import { salePhase } from "./phase";
import { saleQuery, useSaleState } from "./queries";
import { SaleSupply } from "./SaleSupply";
import { WaitForTurn } from "./WaitForTurn";

const route = getRouteApi("/flash-sales/$saleId");

/** One sale: when it opens or ends, what is left of it this moment, and the way to buy. */
export function SalePage() {
  const { t } = useLanguage();
  const { saleId } = route.useParams();
  useWatch(liveSales, [saleId]);
  const query = useQuery({ ...saleQuery(saleId), refetchInterval: useAskingPace() });
  if (query.isError && !query.data) {
    const { status } = asProblem(query.error);
    if (status === 404 || status === 422) return <NotFound />;
    return <Failure whole error={query.error} onRetry={() => void query.refetch()} />;
  }
  return (
    <div className="page max-w-5xl pb-16">
      <BackLink to="/flash-sales">{t("flash.title")}</BackLink>
      {query.data ? (
        <Details sale={query.data} />
      ) : (
        <>
          <Heading title={t("flash.title")} />
          <Skeleton className="h-96 w-full rounded-l" />
        </>
      )}
    </div>
  );
}

function Details({ sale }: { sale: FlashSaleBody }) {
  const { t } = useLanguage();
  const { ended } = useSaleState(sale);
  const now = useServerNow();
  const phase = salePhase(sale, now, ended);
  const options = optionWords(sale.options);
  return (
    <>
      <Heading title={sale.name || t("flash.title")} text={options} />
      <div className="grid grid-cols-1 items-start gap-6 md:grid-cols-[minmax(0,1fr)_minmax(0,420px)] lg:gap-10">
        <Picture url={sale.imageUrl} alt="" className="aspect-square w-full max-w-xl rounded-l" />
        <Panel>
          <div className="space-y-5">
            <p className="text-24 font-semibold">
              <Price amount={sale.price} before={sale.usualPrice} currency={sale.currency} />
            </p>
            {phase !== "ended" && <Countdown sale={sale} phase={phase} now={now} />}
            {phase !== "ended" && <SaleSupply sale={sale} thick />}
            <Buying sale={sale} phase={phase} />
            <p className="text-13 text-ink-soft">
              {t("flash.perCustomer", { count: sale.perCustomer })}
            </p>
            {sale.handle && (
              <p className="text-13">
                <Link
                  to="/product/$handle"
                  params={{ handle: sale.handle }}
                  search={{ variant: sale.variantId }}
                  className="text-accent underline underline-offset-2"
                >
                  {t("flash.toProduct")}
                </Link>
              </p>
            )}
          </div>
        </Panel>
      </div>
    </>
  );
}

/** Where buyers are let in one after the other, those who are logged in wait for their turn, unless
 * there is nothing to wait for. */
function Buying({ sale, phase }: { sale: FlashSaleBody; phase: FlashSaleBody["phase"] }) {
  const loggedIn = Boolean(useSession()?.user);
  const { remaining, held } = useSaleState(sale);
  const gone = phase === "ended" || (phase === "open" && remaining + held === 0);
  const buy = <BuySale sale={sale} phase={phase} />;
  if (sale.perSecond === null || gone || !loggedIn) return buy;
  return <WaitForTurn sale={sale}>{buy}</WaitForTurn>;
}
