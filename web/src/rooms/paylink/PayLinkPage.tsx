import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect } from "react";
import { insist } from "../../base/api/client";
import { Problem } from "../../base/api/problem";
import { answerQuery, configQuery, renew } from "../../base/api/queries";
import type { LeftAnswer, PayByLinkAnswer, PayLinkBody } from "../../base/api/schema";
import { useBroughtBack } from "../../base/broughtBack";
import { leftText } from "../../base/countdown";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { useLeft } from "../../base/left";
import { useServerNow } from "../../base/now";
import { Button } from "../../design/Button";
import { Failure, Refusal } from "../../design/Failure";
import { Heading } from "../../design/Heading";
import { Notice } from "../../design/Notice";
import { OfflineNote } from "../../design/OfflineNote";
import { PriceParts } from "../../design/PriceParts";
import { SkeletonText } from "../../design/Skeleton";
import { Agreed } from "../policies/Agreed";
import { agree } from "../policies/agree";
import { useAgreed } from "../policies/queries";
import { rememberLink } from "./back";

const route = getRouteApi("/pay/$token");

/** What one secret address pays: one order, and nothing else. */
export function PayLinkPage() {
  const { t } = useLanguage();
  const { token } = route.useParams();
  const path = `/pay/${encodeURIComponent(token)}`;
  const left = useLeft(route.useSearch().payment, token);
  const query = useQuery({
    ...answerQuery<PayLinkBody>(["pay-link", token], path),
    refetchInterval: ({ state }) => (state.data?.state === "open" ? 5_000 : false),
    retry: false,
  });
  return (
    <div className="page max-w-xl pb-16">
      <Heading title={t(query.data?.booking ? "payLink.title" : "payLink.ofOrder")} />
      {query.isError && !query.data ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data ? (
        <div className="space-y-5">
          <What link={query.data} />
          {query.data.state === "open" ? (
            <Pay link={query.data} path={path} token={token} back={left} />
          ) : query.data.state === "paid" ? (
            <Notice tone="free" title={t("payLink.paid")} />
          ) : (
            <Notice title={t(query.data.state === "expired" ? "payLink.expired" : "payLink.off")} />
          )}
        </div>
      ) : (
        <SkeletonText lines={5} />
      )}
    </div>
  );
}

/** The goods or the time, and what they come to. */
function What({ link }: { link: PayLinkBody }) {
  const { t, formats } = useLanguage();
  const { booking } = link;
  return (
    <div className="space-y-3 rounded-l border border-line bg-raised p-4 sm:p-5">
      {booking ? (
        <Booked booking={booking} />
      ) : (
        <p className="tabular text-ink-soft">{link.number}</p>
      )}
      {!booking && link.lines.length === 0 && <p className="wrap-anywhere">{link.description}</p>}
      {link.lines.length > 0 && (
        <ul className="divide-y divide-line">
          {link.lines.map((line, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name, and do not move
            <li key={place} className="flex items-start justify-between gap-4 py-2">
              <span className="min-w-0 wrap-anywhere">
                {line.productName}
                <span className="tabular block text-13 text-ink-soft">
                  {[...Object.values(line.options), `× ${formats.number(line.quantity)}`].join(
                    " · ",
                  )}
                </span>
              </span>
              <span className="tabular shrink-0">{formats.price(line.sum, link.currency)}</span>
            </li>
          ))}
        </ul>
      )}
      {link.lines.length > 0 && <PriceParts parts={link.parts} currency={link.currency} />}
      <p className="tabular flex justify-between gap-4 text-18 font-semibold">
        <span>{t("payLink.total")}</span>
        <span>{formats.price(link.total, link.currency)}</span>
      </p>
      {booking && link.total < booking.price && (
        <p className="tabular text-13 text-ink-soft">
          {t("payLink.of", { price: formats.price(booking.price, link.currency) })}
        </p>
      )}
    </div>
  );
}

function Booked({ booking }: { booking: NonNullable<PayLinkBody["booking"]> }) {
  const { locale } = useLanguage();
  const when = new Intl.DateTimeFormat(locale, {
    timeZone: "UTC",
    dateStyle: "full",
    timeStyle: "short",
    hourCycle: "h23",
  }).format(new Date(`${booking.local.slice(0, 16)}:00Z`));
  return (
    <div className="space-y-1">
      <p className="text-18 font-semibold wrap-anywhere">{when}</p>
      <p className="wrap-anywhere">{booking.serviceName}</p>
      <p className="tabular text-13 text-ink-soft">
        {booking.number}
        {" · "}
        {booking.zone.replaceAll("_", " ")}
      </p>
    </div>
  );
}

/** Calls off what was to be paid on a provider's page; by itself for who comes back from it. */
function useLeaving(path: string, underWay: boolean, back: boolean) {
  const leaving = useIntent((key) => insist<LeftAnswer>(`${path}/leave`, {}, key), {
    onSettled: () => renew(["pay-link"]),
  });
  const { mutate, isIdle } = leaving;
  useEffect(() => {
    if (back && underWay && isIdle) mutate();
  }, [back, underWay, isIdle, mutate]);
  return leaving;
}

interface PayProps {
  link: PayLinkBody;
  path: string;
  token: string;
  /** From a provider's page, unpaid. */
  back: boolean;
}

/** The ways there are, while there is time. */
function Pay({ link, path, token, back }: PayProps) {
  const { t, formats, locale } = useLanguage();
  const config = useQuery(configQuery).data;
  const policies = useAgreed();
  const left = Math.max(0, (Date.parse(link.expiresAt ?? "") - useServerNow()) / 1000);
  const pay = useIntent(
    async (key, provider: string) => {
      await agree(path, policies);
      const begun = await insist<PayByLinkAnswer>(path, { provider }, key);
      if (begun.status === "failed") throw new Problem(402, { code: "payment-failed" });
      if (begun.nextAction?.redirectUrl) {
        rememberLink(token);
        window.location.assign(begun.nextAction.redirectUrl);
      }
      return begun;
    },
    { onSettled: () => renew(["pay-link"]) },
  );
  const leaving = useLeaving(path, link.underWay, back);
  useBroughtBack(() => {
    pay.reset();
    void renew(["pay-link"]);
  });
  const cannotLeave = leaving.data?.status === "pending" || leaving.isError;
  const ways = link.providers.filter((provider) => provider !== "manual");
  const titleOf = (provider: string) =>
    config?.providers.find(({ name }) => name === provider)?.title || t("paying.card");
  return (
    <>
      {pay.isError && <Refusal error={pay.error} />}
      {leaving.isError && <Refusal error={leaving.error} />}
      {link.underWay && (
        <Notice
          tone="held"
          title={t("payLink.underWay")}
          actions={
            <Button size="s" online busy={leaving.isPending} onClick={() => leaving.mutate()}>
              {t("order.payOtherwise")}
            </Button>
          }
        >
          {cannotLeave && <p>{t("order.notCalledOff")}</p>}
        </Notice>
      )}
      {link.underWay && !cannotLeave ? null : ways.length === 0 ? (
        <Notice title={t("payLink.noWay")} />
      ) : (
        ways.map((provider) => (
          <Button
            key={provider}
            kind="primary"
            className="w-full"
            online
            busy={pay.isPending && pay.variables === provider}
            disabled={pay.isPending}
            onClick={() => pay.mutate(provider)}
          >
            {t("payLink.by", { provider: titleOf(provider) })}
          </Button>
        ))
      )}
      <OfflineNote />
      <Agreed />
      <p className="tabular text-13 text-ink-soft" data-testid="left">
        {t("payLink.until", {
          time: formats.until(link.expiresAt ?? ""),
          left: leftText(left, locale),
        })}
      </p>
    </>
  );
}
