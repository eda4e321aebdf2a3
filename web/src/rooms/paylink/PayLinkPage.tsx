import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { insist } from "../../base/api/client";
import { Problem } from "../../base/api/problem";
import { answerQuery, renew } from "../../base/api/queries";
import type { PayByLinkAnswer, PayLinkBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button } from "../../design/Button";
import { Failure, Refusal } from "../../design/Failure";
import { Heading } from "../../design/Heading";
import { Notice } from "../../design/Notice";
import { SkeletonText } from "../../design/Skeleton";

const route = getRouteApi("/pay/$token");

/** What one secret address pays: one booking, and nothing else. */
export function PayLinkPage() {
  const { t } = useLanguage();
  const { token } = route.useParams();
  const path = `/pay/${encodeURIComponent(token)}`;
  const query = useQuery({
    ...answerQuery<PayLinkBody>(["pay-link", token], path),
    refetchInterval: ({ state }) => (state.data?.orderStatus === "pending" ? 5_000 : false),
    retry: false,
  });
  return (
    <div className="page max-w-xl pb-16">
      <Heading title={t("payLink.title")} />
      {query.isError ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data ? (
        <Sum link={query.data} path={path} />
      ) : (
        <SkeletonText lines={5} />
      )}
    </div>
  );
}

function Sum({ link, path }: { link: PayLinkBody; path: string }) {
  const { t, formats, locale } = useLanguage();
  const when = new Intl.DateTimeFormat(locale, {
    timeZone: "UTC",
    dateStyle: "full",
    timeStyle: "short",
  }).format(new Date(`${link.local.slice(0, 16)}:00Z`));
  const pay = useIntent(
    async (key, provider: string) => {
      const begun = await insist<PayByLinkAnswer>(path, { provider }, key);
      if (begun.status === "failed") throw new Problem(402, { code: "payment-failed" });
      if (begun.nextAction?.redirectUrl) window.location.assign(begun.nextAction.redirectUrl);
      return begun;
    },
    { onSettled: () => renew(["pay-link"]) },
  );
  return (
    <div className="space-y-5">
      <div className="space-y-1 rounded-l border border-line bg-raised p-4 sm:p-5">
        <p className="text-18 font-semibold wrap-anywhere">{when}</p>
        <p className="wrap-anywhere">{link.serviceName}</p>
        <p className="tabular text-13 text-ink-soft">
          {link.number}
          {" · "}
          {link.zone.replaceAll("_", " ")}
        </p>
        <p className="tabular pt-2 text-18 font-semibold">
          {formats.price(link.total, link.currency)}
        </p>
        {link.total < link.price && (
          <p className="tabular text-13 text-ink-soft">
            {t("payLink.of", { price: formats.price(link.price, link.currency) })}
          </p>
        )}
      </div>
      {link.orderStatus === "pending" ? (
        <>
          {pay.isError && <Refusal error={pay.error} />}
          {link.providers
            .filter((provider) => provider !== "manual")
            .map((provider) => (
              <Button
                key={provider}
                kind="primary"
                className="w-full"
                busy={pay.isPending && pay.variables === provider}
                onClick={() => pay.mutate(provider)}
              >
                {t("payLink.by", { provider })}
              </Button>
            ))}
          <p className="text-13 text-ink-soft">
            {t("payLink.until", { time: formats.moment(link.expiresAt) })}
          </p>
        </>
      ) : link.orderStatus === "cancelled" ? (
        <Notice title={t("payLink.off")} />
      ) : (
        <Notice tone="free" title={t("payLink.paid")} />
      )}
    </div>
  );
}
