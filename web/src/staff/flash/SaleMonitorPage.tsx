import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { asProblem } from "../../base/api/problem";
import type { FlashSaleBody, SaleRoomBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useServerNow } from "../../base/now";
import { optionWords } from "../../base/options";
import { BackLink } from "../../design/BackLink";
import { Button } from "../../design/Button";
import { Failure } from "../../design/Failure";
import { Heading, Panel } from "../../design/Heading";
import { NotFound } from "../../design/NotFound";
import { Price } from "../../design/Price";
import { Skeleton } from "../../design/Skeleton";
import { useLatest, useWatch } from "../../live/channel";
import { useAskingPace } from "../../live/connection";
import { Countdown } from "../../rooms/flash/Countdown";
import { liveSales } from "../../rooms/flash/live";
import { salePhase } from "../../rooms/flash/phase";
import { saleQuery, useSaleState } from "../../rooms/flash/queries";
import { SaleSupply } from "../../rooms/flash/SaleSupply";
import { EndSale } from "./EndSale";
import { liveRooms } from "./live";
import { Phase } from "./Phase";
import { reasonsOf } from "./reasons";

const route = getRouteApi("/staff/flash-sales/$saleId");

/** One sale as it runs: what is sold, held and left, who waits, and why others were refused. */
export function SaleMonitorPage() {
  const { t } = useLanguage();
  const { saleId } = route.useParams();
  useWatch(liveSales, [saleId]);
  useWatch(liveRooms, [saleId]);
  const query = useQuery({ ...saleQuery(saleId), refetchInterval: useAskingPace() });
  if (query.isError && !query.data) {
    const { status } = asProblem(query.error);
    if (status === 404 || status === 422) return <NotFound />;
    return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  }
  return (
    <div className="pb-10">
      <BackLink to="/staff/flash-sales">{t("flash.title")}</BackLink>
      {query.data ? (
        <Monitor sale={query.data} />
      ) : (
        <>
          <Heading title={t("flash.title")} />
          <Skeleton className="h-96 w-full rounded-l" />
        </>
      )}
    </div>
  );
}

function Monitor({ sale }: { sale: FlashSaleBody }) {
  const { t } = useLanguage();
  const [ending, setEnding] = useState(false);
  const { ended, sold, held, remaining } = useSaleState(sale);
  const now = useServerNow();
  const phase = salePhase(sale, now, ended);
  const room = useLatest(liveRooms, sale.id);
  return (
    <>
      <Heading
        title={sale.name || sale.id.slice(-6)}
        text={optionWords(sale.options)}
        actions={
          phase !== "ended" && (
            <Button size="s" onClick={() => setEnding(true)}>
              {t("staff.flash.end")}
            </Button>
          )
        }
      />
      <div className="space-y-4">
        <Panel>
          <div className="space-y-4">
            <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
              <div className="space-y-1">
                <Phase sale={sale} bare />
                <Countdown sale={sale} phase={phase} now={now} />
              </div>
              <div className="space-y-1 text-right">
                <p className="text-18 font-semibold">
                  <Price amount={sale.price} before={sale.usualPrice} currency={sale.currency} />
                </p>
                <Link
                  to="/flash-sales/$saleId"
                  params={{ saleId: sale.id }}
                  className="text-13 text-accent underline underline-offset-2"
                >
                  {t("staff.flash.monitor.page")}
                </Link>
              </div>
            </div>
            {phase !== "ended" && <SaleSupply sale={sale} thick />}
          </div>
        </Panel>
        <Figures
          figures={[
            ["sold", sold],
            ["held", held],
            ["left", remaining],
            phase === "ended" ? ["returned", sale.returned] : ["lately", room?.boughtLately],
          ]}
        />
        <WaitingRoom sale={sale} room={room} />
        <Refused room={room} />
      </div>
      {ending && <EndSale sale={sale} onClose={() => setEnding(false)} />}
    </>
  );
}

function WaitingRoom({ sale, room }: { sale: FlashSaleBody; room?: SaleRoomBody }) {
  const { t, formats } = useLanguage();
  return (
    <Panel
      title={t("staff.flash.monitor.room")}
      text={
        sale.perSecond === null
          ? t("staff.flash.monitor.noRoom")
          : t("staff.flash.monitor.rate", {
              count: sale.perSecond,
              number: formats.number(sale.perSecond),
            })
      }
    >
      {sale.perSecond !== null && (
        <Figures
          figures={[
            ["waiting", room?.waiting],
            ["letIn", room?.letIn],
            ["away", room?.away],
          ]}
        />
      )}
    </Panel>
  );
}

function Refused({ room }: { room?: SaleRoomBody }) {
  const { t, formats } = useLanguage();
  const reasons = reasonsOf(room?.refused ?? {});
  return (
    <Panel title={t("staff.flash.monitor.refused")}>
      {reasons.length === 0 ? (
        <p className="text-ink-soft">{t("staff.flash.monitor.nobody")}</p>
      ) : (
        <dl data-testid="refused" className="divide-y divide-line">
          {reasons.map(([reason, count]) => (
            <div key={reason} className="flex items-baseline justify-between gap-4 py-2">
              <dt>{t(`staff.flash.reason.${reason}`)}</dt>
              <dd className="tabular font-semibold">{formats.number(count)}</dd>
            </div>
          ))}
        </dl>
      )}
    </Panel>
  );
}

type Figure = "sold" | "held" | "left" | "returned" | "lately" | "waiting" | "letIn" | "away";

/** Numbers side by side; a dash for what is not known yet. */
function Figures({ figures }: { figures: [Figure, number | undefined][] }) {
  const { t, formats } = useLanguage();
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-l border border-line bg-line md:auto-cols-fr md:grid-flow-col md:grid-cols-none">
      {figures.map(([name, value]) => (
        <div
          key={name}
          data-testid={`figure-${name}`}
          className="space-y-1 bg-raised p-4 last:odd:col-span-2 md:last:odd:col-span-1"
        >
          <dt className="text-13 text-ink-soft">{t(`staff.flash.figure.${name}`)}</dt>
          <dd className="tabular text-24 font-semibold">
            {value === undefined ? "–" : formats.number(value)}
          </dd>
        </div>
      ))}
    </dl>
  );
}
