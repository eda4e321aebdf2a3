import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { insist } from "../../base/api/client";
import { renew } from "../../base/api/queries";
import type { OrderReturnsAnswer, OrderShown, ReturnShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { orderLink } from "../../base/orderLink";
import { Button, ButtonLink } from "../../design/Button";
import { DownloadLink } from "../../design/DownloadLink";
import { Refusal } from "../../design/Failure";
import { Panel } from "../../design/Heading";
import { Moment } from "../../design/Moment";
import { ReturnBadge } from "./Badge";
import { mayHaveReturns } from "./owed";
import { AddPhotos, Photos } from "./Photos";
import { differenceQuery, returnsQuery, STEPPED } from "./queries";
import { ReturnGoods, ReturnSum } from "./ReturnGoods";

interface Props {
  order: Pick<OrderShown, "id" | "version" | "status" | "fulfilment">;
  staff?: boolean;
}

/** What an order's buyer sends back, and the way to send back more. */
export function ReturnList({ order, staff }: Props) {
  const { t } = useLanguage();
  const query = useQuery({
    ...returnsQuery(order.id, order.version),
    enabled: mayHaveReturns(order),
  });
  const seen = query.data;
  if (!seen || (seen.returns.length === 0 && order.status === "paid" && !mayAsk(seen))) return null;
  return (
    <Panel title={t("return.panel")}>
      <ul className="divide-y divide-line">
        {seen.returns.map((found) => (
          <OneReturn key={found.id} found={found} seen={seen} staff={staff} />
        ))}
      </ul>
      <AskMore order={order} seen={seen} staff={staff} />
    </Panel>
  );
}

function mayAsk(seen: OrderReturnsAnswer): boolean {
  return seen.lines.some(({ units }) => units > 0);
}

/** The way to the wizard; or why there is none. */
function AskMore({ order, seen, staff }: Props & { seen: OrderReturnsAnswer }) {
  const { t, formats } = useLanguage();
  if (mayAsk(seen)) {
    const ends = seen.lines.flatMap(({ units, until }) => (units > 0 && until ? [until] : []));
    const until = ends.sort()[0];
    return (
      <div className="mt-3 space-y-2">
        {until && !staff && (
          <p className="text-13 text-ink-soft">
            {t("return.until", { time: formats.moment(until) })}
          </p>
        )}
        {orderLink() ? (
          <ButtonLink to="/order/return" hash={orderLink()}>
            {t("return.ask")}
          </ButtonLink>
        ) : (
          <ButtonLink to="/orders/$orderId/return" params={{ orderId: order.id }}>
            {t(staff ? "return.askForBuyer" : "return.ask")}
          </ButtonLink>
        )}
      </div>
    );
  }
  const why = seen.lines.find((one) => one.why)?.why;
  return seen.returns.length === 0 && why ? <p className="text-ink-soft">{why}</p> : null;
}

function OneReturn({
  found,
  seen,
  staff,
}: {
  found: ReturnShown;
  seen: OrderReturnsAnswer;
  staff: boolean | undefined;
}) {
  const { t } = useLanguage();
  const keep = useIntent((key) => insist(`/returns/${found.id}/cancel`, {}, key), {
    onSettled: () => renew(...STEPPED),
  });
  const unaddressed = found.status === "approved" && !seen.address && !found.answer;
  return (
    <li data-testid={`return-${found.number}`} className="space-y-2 py-4 first:pt-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="font-medium">{t("return.title", { number: found.number })}</h3>
        <ReturnBadge status={found.status} />
        <Moment
          at={found.endedAt ?? found.receivedAt ?? found.decidedAt ?? found.madeAt}
          className="text-13 text-ink-soft"
        />
      </div>
      <ReturnGoods found={found} />
      <ReturnSum found={found} />
      {found.exchange?.orderId && orderLink() !== "" && (
        <p className="text-13 text-ink-soft">
          {t(found.exchange.due === null ? "return.exchangeByMail" : "return.differenceByMail")}
        </p>
      )}
      {!orderLink() && <ExchangeOrder found={found} staff={staff} />}
      {!staff && (
        <p className="text-13 text-ink-soft">
          {t(unaddressed ? "return.next.askWhere" : `return.next.${found.status}`)}
        </p>
      )}
      {found.answer && <p className="wrap-anywhere whitespace-pre-line">{found.answer}</p>}
      {found.status === "approved" && seen.address && !staff && (
        <p className="wrap-anywhere whitespace-pre-line">
          {t("return.sendTo")} {seen.address}
        </p>
      )}
      {found.status === "approved" && !staff && <WayBack seen={seen} />}
      {found.status === "approved" && seen.address && <Label found={found} />}
      <Photos found={found} />
      {!staff && found.actions.cancel === null && <AddPhotos found={found} />}
      {keep.isError && <Refusal error={keep.error} />}
      {staff ? (
        <Link
          to="/staff/returns/$returnId"
          params={{ returnId: found.id }}
          className="inline-flex min-h-9 items-center text-accent underline underline-offset-4"
        >
          {t("return.open", { number: found.number })}
        </Link>
      ) : (
        found.actions.cancel === null && (
          <Button size="s" busy={keep.isPending} onClick={() => keep.mutate()}>
            {t("return.keep")}
          </Button>
        )
      )}
    </li>
  );
}

/** The way to what is sent in exchange, and what is to be paid for it first. */
export function ExchangeOrder({ found, staff }: { found: ReturnShown; staff?: boolean }) {
  const { t } = useLanguage();
  if (!found.exchange?.orderId) return null;
  return (
    <>
      {found.exchange.due !== null && <Difference found={found} staff={staff} />}
      <Link
        to={staff ? "/staff/orders/$orderId" : "/orders/$orderId"}
        params={{ orderId: found.exchange.orderId }}
        className="inline-flex min-h-9 items-center text-accent underline underline-offset-4"
      >
        {t("return.exchangeOrder")}
      </Link>
    </>
  );
}

/** What is to be paid before anything is sent in exchange, and until when. */
function Difference({ found, staff }: { found: ReturnShown; staff: boolean | undefined }) {
  const { t, formats } = useLanguage();
  const orderId = found.exchange?.orderId ?? "";
  const order = useQuery(differenceQuery(orderId)).data;
  if (order?.status !== "pending") return null;
  const amount = formats.price(order.total, order.currency);
  const until = order.expiresAt ? formats.moment(order.expiresAt) : "";
  return (
    <div className="space-y-2" data-testid="difference">
      <p>{t(staff ? "return.differenceAwaited" : "return.difference", { amount, until })}</p>
      {!staff && (
        <ButtonLink kind="primary" size="s" to="/orders/$orderId" params={{ orderId }}>
          {t("return.payDifference", { amount })}
        </ButtonLink>
      )}
    </div>
  );
}

/** A page to put on the parcel. */
function Label({ found }: { found: ReturnShown }) {
  const { t, locale } = useLanguage();
  return (
    <p>
      <DownloadLink
        href={`/api/returns/${found.id}/label?language=${locale}`}
        label={t("return.label")}
      />
    </p>
  );
}

/** Who pays for it. */
export function WayBack({ seen }: { seen: Pick<OrderReturnsAnswer, "wayBack"> }) {
  const { t } = useLanguage();
  return <p className="text-13 text-ink-soft">{t(`return.wayBack.${seen.wayBack}`)}</p>;
}
