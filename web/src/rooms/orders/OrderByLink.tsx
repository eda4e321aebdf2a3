import { useQuery } from "@tanstack/react-query";
import { useLocation, useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { newKey, post } from "../../base/api/client";
import type { OrderLinkAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useProblemWords } from "../../base/i18n/problem";
import { useTitle } from "../../base/shop";
import { Blank } from "../../design/Blank";
import { ButtonLink } from "../../design/Button";
import { Heading, Panel } from "../../design/Heading";
import { Notice } from "../../design/Notice";
import { Skeleton } from "../../design/Skeleton";
import { LookedBooking } from "../booking/LookedBooking";
import { FulfilmentBadge } from "../parcels/Badges";
import { ParcelList } from "../parcels/ParcelList";
import { OrderFacts } from "./OrderFacts";
import { OrderItems } from "./OrderItems";
import { OrderStatusBadge } from "./OrderStatusBadge";
import { OrderTimeline } from "./OrderTimeline";
import { orderQuery } from "./queries";

/** A guest's order or booking, by the link in a mail: where it was made it is one's own, elsewhere
 * it is only looked at. */
export function OrderByLink() {
  const { t } = useLanguage();
  const words = useProblemWords();
  const { hash } = useLocation();
  const navigate = useNavigate();
  const [link] = useState(hash);
  const [orderId = ""] = link.split(".");
  useTitle(t("order.mine"));
  const own = useQuery({ ...orderQuery(orderId), enabled: orderId !== "", retry: false });
  const query = useQuery({
    queryKey: ["order-link", link],
    queryFn: () => post<OrderLinkAnswer>("/order-links", { link }, newKey()),
    enabled: link !== "",
    retry: false,
    gcTime: 0,
  });
  const mine = own.data !== undefined && !query.isPending;
  const booked = Boolean(query.data?.booking);
  useEffect(() => {
    if (!mine) return;
    if (booked) void navigate({ replace: true, to: "/bookings" });
    else void navigate({ replace: true, to: "/orders/$orderId", params: { orderId } });
  }, [mine, booked, navigate, orderId]);
  if (query.data && own.isError) return <Looked {...query.data} />;
  if (link !== "" && !query.isError) return <Skeleton className="my-8 h-64 w-full" />;
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

function Looked({ order, booking }: OrderLinkAnswer) {
  const { t, formats } = useLanguage();
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
          <p>{t(booking ? "order.byLinkBooked" : "order.byLinkText")}</p>
        </Notice>
        {booking && (
          <Panel>
            <div className="space-y-3">
              <LookedBooking booking={booking} />
            </div>
          </Panel>
        )}
        <Panel title={t("order.items")}>
          <OrderItems order={order} />
          <OrderFacts order={order} />
        </Panel>
        <ParcelList order={order} />
        <Panel title={t("order.receipt")}>
          <OrderTimeline order={order} />
        </Panel>
      </div>
    </div>
  );
}
