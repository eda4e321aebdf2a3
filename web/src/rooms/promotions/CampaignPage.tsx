import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { asProblem } from "../../base/api/problem";
import type { CampaignBody } from "../../base/api/schema";
import { clockText } from "../../base/countdown";
import { useLanguage } from "../../base/i18n/format";
import { useServerNow } from "../../base/now";
import { useTitle } from "../../base/shop";
import { BackLink } from "../../design/BackLink";
import { Failure } from "../../design/Failure";
import { Heading, Panel } from "../../design/Heading";
import { Moment } from "../../design/Moment";
import { NotFound } from "../../design/NotFound";
import { Skeleton } from "../../design/Skeleton";
import { Ticket } from "../../design/Ticket";
import { useWatch } from "../../live/channel";
import { useAskingPace } from "../../live/connection";
import { CampaignSupply } from "./CampaignSupply";
import { GetCoupon } from "./GetCoupon";
import { liveCampaigns } from "./live";
import { campaignQuery } from "./queries";
import { daysAndSeconds, phaseAt } from "./window";
import { useTermWords, useValueWords } from "./words";

const route = getRouteApi("/coupons/$campaignId");

/** One campaign: what it gives, what is left of it this moment, and the way to a coupon. */
export function CampaignPage() {
  const { t } = useLanguage();
  const { campaignId } = route.useParams();
  useWatch(liveCampaigns, [campaignId]);
  const query = useQuery({ ...campaignQuery(campaignId), refetchInterval: useAskingPace() });
  useTitle(query.data?.name ?? t("coupons.title"));
  if (query.isError && !query.data) {
    const { status } = asProblem(query.error);
    if (status === 404 || status === 422) return <NotFound />;
    return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  }
  return (
    <div className="page max-w-5xl pb-16">
      <BackLink to="/coupons">{t("coupons.title")}</BackLink>
      {query.data ? (
        <Details campaign={query.data} />
      ) : (
        <>
          <Heading title={t("coupons.title")} />
          <Skeleton className="h-72 max-w-3xl rounded-l" />
        </>
      )}
    </div>
  );
}

function Details({ campaign }: { campaign: CampaignBody }) {
  const { t } = useLanguage();
  const value = useValueWords();
  const terms = useTermWords();
  const lasting = campaign.phase !== "closed";
  const now = useServerNow(lasting);
  const phase = phaseAt(campaign, now);
  return (
    <>
      <Heading title={campaign.name} />
      <div className="max-w-3xl">
        <Panel>
          <div className="space-y-5">
            <Ticket
              heading="p"
              value={value(campaign)}
              title={terms(campaign)}
              text={[
                t("coupons.validDays", { count: campaign.validDays }),
                t("coupons.perCustomer", { count: campaign.perCustomer }),
              ].join(", ")}
              spent={phase === "closed"}
            />
            <CampaignSupply campaign={campaign} thick />
            <When campaign={campaign} now={now} />
            <GetCoupon campaign={campaign} phase={phase} />
          </div>
        </Panel>
      </div>
    </>
  );
}

/** When it opens or closes, by the server's clock. */
function When({ campaign, now }: { campaign: CampaignBody; now: number }) {
  const { t, formats } = useLanguage();
  const phase = phaseAt(campaign, now);
  const edge = phase === "upcoming" ? campaign.opensAt : campaign.closesAt;
  if (!edge) return <p className="text-ink-soft">{t("coupons.untilGone")}</p>;
  if (phase === "closed") {
    return <p className="text-ink-soft">{t("coupons.closedAt", { time: formats.moment(edge) })}</p>;
  }
  const { days, seconds } = daysAndSeconds(Date.parse(edge) - now);
  const clock = clockText(seconds);
  const left = days > 0 ? t("coupons.daysAnd", { count: days, clock }) : clock;
  return (
    <p className="flex flex-wrap items-baseline gap-x-3 text-ink-soft">
      <span>{t(phase === "upcoming" ? "coupons.opensIn" : "coupons.closesIn")}</span>
      <span
        role="timer"
        aria-label={left}
        className={
          phase === "upcoming"
            ? "tabular text-24 font-semibold text-ink"
            : "tabular font-semibold text-ink"
        }
      >
        {left}
      </span>
      <Moment at={edge} className="tabular text-13" />
    </p>
  );
}
