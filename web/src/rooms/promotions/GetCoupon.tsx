import { useLocation } from "@tanstack/react-router";
import { insist } from "../../base/api/client";
import { asProblem } from "../../base/api/problem";
import { renew } from "../../base/api/queries";
import type { CampaignBody, CouponAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { useSession } from "../../base/session";
import { Button, ButtonLink } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Notice } from "../../design/Notice";
import { Skeleton } from "../../design/Skeleton";
import { Lasting, StateBadge } from "./CouponCard";
import { learnCampaigns, useMyCoupons, useRemaining } from "./queries";

interface Props {
  campaign: CampaignBody;
  phase: CampaignBody["phase"];
}

/** The one step of a campaign page: get a coupon, or be told kindly why there is none. */
export function GetCoupon({ campaign, phase }: Props) {
  const { t } = useLanguage();
  const { href } = useLocation();
  const session = useSession();
  const mine = useMyCoupons();
  const had = mine.coupons.filter((coupon) => coupon.campaign.id === campaign.id);
  const remaining = useRemaining(campaign);
  const path = `/coupon-campaigns/${campaign.id}/coupons`;
  const asking = useIntent((key) => insist<CouponAnswer>(path, {}, key), {
    onSuccess: ({ coupon }) => learnCampaigns([coupon.campaign]),
    onError: () => renew(["coupons", "campaigns"]),
    onSettled: () => renew(["coupons", "mine"]),
  });
  const code = asking.isError ? asProblem(asking.error).code : null;
  const given = asking.data?.coupon;
  const newest = had.find((coupon) => coupon.id === given?.id) ?? given ?? had[0];
  const count = new Set([...had.map((coupon) => coupon.id), ...(given ? [given.id] : [])]).size;
  const enough = count >= campaign.perCustomer;
  const gone = remaining === 0 || code === "coupons-gone";

  if (!session || (session.user && mine.isPending)) return <Skeleton className="h-12 w-full" />;
  return (
    <div className="space-y-4">
      {newest && (
        <Notice
          tone="free"
          testId="your-coupon"
          title={t(given ? "coupons.got" : "coupons.already")}
          actions={
            <>
              <ButtonLink kind="primary" to="/">
                {t("notFound.home")}
              </ButtonLink>
              <ButtonLink to="/coupons">{t("coupons.mine")}</ButtonLink>
            </>
          }
        >
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            {newest.state !== "usable" && <StateBadge coupon={newest} />}
            <Lasting coupon={newest} />
          </div>
        </Notice>
      )}
      {enough ? null : phase === "upcoming" ? (
        <Notice silent testId="not-open" title={t("coupons.notOpen")}>
          <p>{t("coupons.notOpenText")}</p>
        </Notice>
      ) : phase === "closed" ? (
        !newest && <Over title={t("coupons.over")} text={t("coupons.overText")} />
      ) : gone ? (
        !newest && <Over title={t("coupons.gone")} text={t("coupons.goneText")} />
      ) : session.user ? (
        <Button
          kind="primary"
          size="l"
          wide
          busy={asking.isPending}
          onClick={() => asking.mutate()}
        >
          {t(newest ? "coupons.getAnother" : "coupons.get")}
        </Button>
      ) : (
        <div className="space-y-2">
          <ButtonLink kind="primary" size="l" wide to="/login" search={{ next: href }}>
            {t("coupons.loginToGet")}
          </ButtonLink>
          <p className="text-13 text-ink-soft">{t("coupons.loginHint")}</p>
        </div>
      )}
      {code === "campaign-not-open" && phase === "open" && (
        <Notice urgent tone="held" title={t("coupons.notQuite")} />
      )}
      {code && code !== "coupons-gone" && code !== "campaign-not-open" && (
        <Refusal error={asking.error} onRetry={() => asking.mutate()} />
      )}
    </div>
  );
}

function Over({ title, text }: { title: string; text: string }) {
  const { t } = useLanguage();
  return (
    <Notice
      testId="no-coupon"
      title={title}
      actions={<ButtonLink to="/coupons">{t("coupons.others")}</ButtonLink>}
    >
      <p>{text}</p>
    </Notice>
  );
}
