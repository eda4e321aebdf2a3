import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { CampaignBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useSession } from "../../base/session";
import { Badge } from "../../design/Badge";
import { Blank } from "../../design/Blank";
import { ButtonLink } from "../../design/Button";
import { Heading } from "../../design/Heading";
import { Listing } from "../../design/Listing";
import { Skeleton } from "../../design/Skeleton";
import { Ticket } from "../../design/Ticket";
import { useWatch } from "../../live/channel";
import { useAskingPace } from "../../live/connection";
import { CampaignSupply } from "./CampaignSupply";
import { CouponCard, lasts, StateBadge } from "./CouponCard";
import { liveCampaigns } from "./live";
import { campaignsQuery, useMyCoupons, useRemaining } from "./queries";
import { useTermWords, useValueWords } from "./words";

const GRID = "grid grid-cols-1 gap-4 md:grid-cols-2";

/** Coupons one has, and coupons one can still get. */
export function CouponsPage() {
  const { t } = useLanguage();
  const session = useSession();
  const loggedIn = Boolean(session?.user);
  const mine = useMyCoupons();
  // What stands below one's own is shown once their number is known: it would only be pushed down.
  const placed = session !== undefined && !(loggedIn && mine.isPending);
  return (
    <div className="page max-w-5xl pb-16">
      <Heading title={t("coupons.title")} text={t("coupons.text")} />
      <div className="space-y-10">
        {loggedIn && <Mine />}
        <Open placed={placed} />
      </div>
    </div>
  );
}

function Mine() {
  const { t } = useLanguage();
  const query = useMyCoupons();
  useWatch(liveCampaigns, [...new Set(query.coupons.map((coupon) => coupon.campaign.id))]);
  return (
    <section aria-labelledby="my-coupons">
      <h2 id="my-coupons" className="mb-3 text-18 font-semibold">
        {t("coupons.mine")}
      </h2>
      <Listing
        query={query}
        className="mt-4"
        loading={<Skeletons />}
        empty={query.coupons.length === 0}
        none={
          <p className="rounded-l border border-dashed border-line-strong p-6 text-ink-soft">
            {t("coupons.noneMine")}
          </p>
        }
      >
        <ul className={GRID}>
          {query.coupons.map((coupon) => (
            <li key={coupon.id} className="appear">
              <CouponCard coupon={coupon} />
            </li>
          ))}
        </ul>
      </Listing>
    </section>
  );
}

function Open({ placed }: { placed: boolean }) {
  const { t } = useLanguage();
  const query = useInfiniteQuery({ ...campaignsQuery, refetchInterval: useAskingPace() });
  const campaigns = query.data?.pages.flatMap((page) => page.campaigns) ?? [];
  useWatch(
    liveCampaigns,
    campaigns.map((campaign) => campaign.id),
  );
  if (!placed) return <Skeletons />;
  return (
    <section aria-labelledby="open-campaigns">
      <h2 id="open-campaigns" className="mb-3 text-18 font-semibold">
        {t("coupons.open")}
      </h2>
      <Listing
        query={query}
        className="mt-4"
        loading={<Skeletons />}
        empty={campaigns.length === 0}
        none={
          <Blank
            icon="clock"
            title={t("coupons.noneOpen")}
            hint={t("coupons.noneOpenHint")}
            action={<ButtonLink to="/">{t("cart.toShop")}</ButtonLink>}
          />
        }
      >
        <ul className={GRID}>
          {campaigns.map((campaign) => (
            <li key={campaign.id} className="appear">
              <CampaignCard campaign={campaign} />
            </li>
          ))}
        </ul>
      </Listing>
    </section>
  );
}

function CampaignCard({ campaign }: { campaign: CampaignBody }) {
  const { t } = useLanguage();
  const value = useValueWords();
  const terms = useTermWords();
  const { coupons } = useMyCoupons();
  const own = coupons.filter((coupon) => coupon.campaign.id === campaign.id);
  const spent = own.length >= campaign.perCustomer ? own[0] : undefined;
  const offered = useRemaining(campaign) > 0 && campaign.phase === "open" && !spent;
  return (
    <Ticket
      value={value(campaign)}
      title={
        <Link
          to="/coupons/$campaignId"
          params={{ campaignId: campaign.id }}
          className="after:absolute after:inset-0 after:rounded-l hover:text-accent"
        >
          {campaign.name}
        </Link>
      }
      text={terms(campaign)}
      badge={
        own.some(lasts) ? (
          <Badge tone="accent">{t("coupons.yours")}</Badge>
        ) : (
          spent && <StateBadge coupon={spent} />
        )
      }
    >
      <CampaignSupply campaign={campaign} />
      {offered && (
        <p className="text-13 font-semibold text-accent">
          {t(own.length > 0 ? "coupons.getAnother" : "coupons.get")}
        </p>
      )}
    </Ticket>
  );
}

function Skeletons() {
  const { t } = useLanguage();
  return (
    <div className={GRID} role="status" aria-label={t("coupons.loading")}>
      <Skeleton className="h-34 rounded-l" />
      <Skeleton className="h-34 rounded-l" />
    </div>
  );
}
