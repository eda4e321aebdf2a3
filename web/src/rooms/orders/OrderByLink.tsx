import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { insist, newKey, remove } from "../../base/api/client";
import { asProblem } from "../../base/api/problem";
import { CONTACT, renew } from "../../base/api/queries";
import type { OrderLinkAnswer, PaidAt } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useProblemWords } from "../../base/i18n/problem";
import { useOrderLink } from "../../base/orderLink";
import { useSession } from "../../base/session";
import { useTitle } from "../../base/shop";
import { Blank } from "../../design/Blank";
import { Button, ButtonLink } from "../../design/Button";
import { Failure, Refusal } from "../../design/Failure";
import { Heading, Panel } from "../../design/Heading";
import { Notice } from "../../design/Notice";
import { Skeleton } from "../../design/Skeleton";
import { BookingCard } from "../booking/BookingCard";
import { LookedBooking } from "../booking/LookedBooking";
import { bookingQuery } from "../booking/queries";
import { ReachStudio } from "../booking/WriteLinks";
import { FulfilmentBadge } from "../parcels/Badges";
import { ParcelList, waitsAtDesk } from "../parcels/ParcelList";
import { ReturnList } from "../returns/ReturnList";
import { orderLinkQuery } from "./byLink";
import { CancelOrder } from "./CancelOrder";
import { OrderCodes } from "./OrderCodes";
import { OrderFacts } from "./OrderFacts";
import { OrderFiles } from "./OrderFiles";
import { OrderItems } from "./OrderItems";
import { OrderStatusBadge } from "./OrderStatusBadge";
import { OrderTimeline } from "./OrderTimeline";
import { orderQuery } from "./queries";
import { ReadsItsMail } from "./ReadsItsMail";

/** A guest's order or booking, by the link in a mail: where it was made it is one's own, elsewhere
 * it is looked at, and cancelled or sent back by who shows that they read its mail. */
export function OrderByLink() {
  const { t } = useLanguage();
  const words = useProblemWords();
  const navigate = useNavigate();
  const link = useOrderLink();
  const [orderId = ""] = link.split(".");
  useTitle(t("order.mine"));
  const own = useQuery({ ...orderQuery(orderId), enabled: orderId !== "", retry: false });
  const query = useQuery(orderLinkQuery(link));
  const mine = own.data !== undefined && !query.isPending;
  const booked = Boolean(query.data?.booking);
  useEffect(() => {
    if (!mine) return;
    if (booked) void navigate({ replace: true, to: "/bookings" });
    else void navigate({ replace: true, to: "/orders/$orderId", params: { orderId } });
  }, [mine, booked, navigate, orderId]);
  if (query.data && own.isError) return <Looked {...query.data} link={link} />;
  if (link !== "" && !query.isError) return <Skeleton className="my-8 h-64 w-full" />;
  if (query.isError && asProblem(query.error).passing)
    return <Failure whole error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <Blank
      heading
      icon="alert"
      title={query.isError ? words(query.error) : t("order.noLink")}
      hint={t("order.noLinkHint")}
      action={<ButtonLink to="/orders">{t("order.mine")}</ButtonLink>}
    />
  );
}

function Looked({ order, booking, confirmed, actions, link }: OrderLinkAnswer & { link: string }) {
  const { t, formats } = useLanguage();
  const cancellable = !booking && actions.cancel === null;
  const returnable = !booking && actions.returns === null;
  const coded = (order.codes ?? []).some(({ status }) => status !== "void");
  const to = booking
    ? "booked"
    : coded
      ? "codes"
      : cancellable
        ? "cancel"
        : returnable
          ? "return"
          : undefined;
  const toPickUp = waitsAtDesk(order);
  const mayPay = order.status === "pending" && (!booking || booking.status === "held");
  return (
    <div className="page max-w-2xl pb-16">
      <Heading
        title={t("order.title", { number: order.number })}
        text={t("order.placed", { time: formats.moment(order.createdAt) })}
        actions={
          <span className="flex gap-2">
            <OrderStatusBadge order={order} />
            <FulfilmentBadge order={order} />
          </span>
        }
      />
      <div className="space-y-6">
        <Notice title={t("order.byLink")}>
          <p>{t(`order.byLinkMay.${to ?? "look"}`)}</p>
          {!to && order.status === "paid" && actions.cancelWhy && <p>{actions.cancelWhy}</p>}
          {confirmed && <NotMyComputer />}
        </Notice>
        {booking && <Booked bookingId={order.bookingId} looked={booking} open={confirmed} />}
        {toPickUp && <ParcelList order={order} />}
        <Panel title={t("order.items")}>
          <OrderItems order={order} />
          <OrderFacts order={order} byLink />
          {mayPay && <PayHere order={order} link={link} />}
        </Panel>
        {to && !confirmed && <ReadsItsMail to={to} />}
        <OrderCodes order={order} shut={!confirmed} />
        <OrderFiles order={order} shut={!confirmed} />
        {cancellable && confirmed && <CancelHere order={order} link={link} />}
        {!toPickUp && <ParcelList order={order} />}
        {returnable && confirmed && <ReturnList order={order} />}
        <Panel title={t("order.receipt")}>
          <OrderTimeline order={order} />
        </Panel>
      </div>
    </div>
  );
}

interface BookedProps {
  bookingId: string | null;
  looked: NonNullable<OrderLinkAnswer["booking"]>;
  /** Whoever reads its mail is there. */
  open: boolean;
}

/** What is booked: with all that may be done about it, or to be looked at. */
function Booked({ bookingId, looked, open }: BookedProps) {
  const { data } = useQuery({ ...bookingQuery(bookingId ?? undefined), enabled: open });
  if (open && data)
    return (
      <ul>
        <BookingCard booking={data} />
      </ul>
    );
  return (
    <Panel>
      <div className="space-y-3">
        <LookedBooking booking={looked} />
        <div className="flex flex-wrap gap-2">
          <ReachStudio />
        </div>
      </div>
    </Panel>
  );
}

/** Whoever has the link may pay for the guest. */
function PayHere({ order, link }: Pick<OrderLinkAnswer, "order"> & { link: string }) {
  const { t, formats } = useLanguage();
  const navigate = useNavigate();
  const pay = useMutation({
    mutationFn: () => insist<PaidAt>("/order-links/pay", { link }, newKey()),
    onSuccess: ({ path }) => navigate({ href: path }),
  });
  return (
    <div className="mt-4 space-y-3">
      {pay.isError && <Refusal error={pay.error} />}
      <Button kind="primary" busy={pay.isPending} onClick={() => pay.mutate()}>
        {t("orderEdit.pay", { amount: formats.price(order.due ?? order.total, order.currency) })}
      </Button>
    </div>
  );
}

function CancelHere({ order, link }: Pick<OrderLinkAnswer, "order"> & { link: string }) {
  const { t } = useLanguage();
  const cancel = async () => {
    await insist("/order-links/cancel", { link }, newKey());
    await renew(["order-link"]);
  };
  return (
    <Panel title={t("order.linkTo.cancel")}>
      <CancelOrder order={order} byLink={cancel} />
    </Panel>
  );
}

/** A guest who confirmed the address on a computer that others use leaves nothing behind there. */
function NotMyComputer() {
  const { t } = useLanguage();
  const member = Boolean(useSession()?.user);
  const forget = useMutation({
    mutationFn: () => remove("/contact"),
    onSettled: () => renew(["order-link"], CONTACT),
  });
  if (member) return null;
  return (
    <div className="mt-3 space-y-2">
      <p>{t("order.linkOpen")}</p>
      <Button size="s" busy={forget.isPending} onClick={() => forget.mutate()}>
        {t("order.linkForget")}
      </Button>
      {forget.isError && <Refusal error={forget.error} />}
    </div>
  );
}
