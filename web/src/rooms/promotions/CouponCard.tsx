import { Link } from "@tanstack/react-router";
import type { CouponBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Badge, type BadgeTone } from "../../design/Badge";
import { Ticket } from "../../design/Ticket";
import { CampaignSupply } from "./CampaignSupply";
import { useTermWords, useValueWords } from "./words";

const TONES: Record<CouponBody["state"], BadgeTone> = {
  usable: "free",
  held: "held",
  used: "gone",
  expired: "gone",
};

export function lasts({ state }: CouponBody): boolean {
  return state === "usable" || state === "held";
}

export function StateBadge({ coupon: { state } }: { coupon: CouponBody }) {
  const { t } = useLanguage();
  return <Badge tone={TONES[state]}>{t(`coupons.state.${state}`)}</Badge>;
}

/** How long it can still be used; of one that cannot, when its time was or would have been over. */
export function Lasting({ coupon }: { coupon: CouponBody }) {
  const { t, formats } = useLanguage();
  const { daysLeft, expiresAt } = coupon;
  return (
    <p className="tabular text-13 text-ink-soft">
      {lasts(coupon) && (
        <>
          <b className={daysLeft <= 3 ? "font-semibold text-held-ink" : "font-semibold text-ink"}>
            {t("coupons.daysLeft", { count: daysLeft })}
          </b>
          {", "}
        </>
      )}
      <time dateTime={expiresAt}>{t("coupons.until", { day: formats.day(expiresAt) })}</time>
    </p>
  );
}

/** A coupon of one's own: what it gives, its state, and how long it lasts. */
export function CouponCard({ coupon, plain }: { coupon: CouponBody; plain?: boolean }) {
  const value = useValueWords();
  const terms = useTermWords();
  const { campaign } = coupon;
  return (
    <Ticket
      spent={!lasts(coupon)}
      heading={plain ? "p" : "h3"}
      value={value(campaign)}
      title={
        plain || campaign.thanks ? (
          campaign.name
        ) : (
          <Link
            to="/coupons/$campaignId"
            params={{ campaignId: campaign.id }}
            className="hover:text-accent"
          >
            {campaign.name}
          </Link>
        )
      }
      text={terms(campaign)}
      badge={<StateBadge coupon={coupon} />}
    >
      <Lasting coupon={coupon} />
      {!plain && !campaign.thanks && lasts(coupon) && <CampaignSupply campaign={campaign} words />}
    </Ticket>
  );
}
