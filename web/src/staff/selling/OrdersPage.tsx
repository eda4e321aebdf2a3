import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import type { SellerBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useChange } from "../../base/searched";
import { Blank } from "../../design/Blank";
import { DownloadLink } from "../../design/DownloadLink";
import { Listing } from "../../design/Listing";
import { Skeleton } from "../../design/Skeleton";
import { WriteFirst } from "../../rooms/conversations/WriteFirst";
import { ORDER_STATES, ownOrdersQuery, ownOrdersSheet } from "../../rooms/selling/queries";
import { SellerFrame } from "../../rooms/selling/SellerFrame";
import { SoughtBar } from "../../rooms/selling/Sought";
import { Steps } from "../../rooms/selling/Steps";
import { SubOrder } from "../../rooms/selling/SubOrder";
import { OwnParcels } from "./OwnParcels";

const route = getRouteApi("/selling");

/** What was sold of the seller's goods, order by order. */
export function OrdersPage() {
  const { t } = useLanguage();
  return (
    <SellerFrame title={t("seller.orders")}>
      {(seller) => <Orders key={seller.id} seller={seller} />}
    </SellerFrame>
  );
}

function Orders({ seller }: { seller: SellerBody }) {
  const { t, locale } = useLanguage();
  const navigate = useNavigate();
  const sought = route.useSearch();
  const change = useChange(route);
  const query = useInfiniteQuery({
    ...ownOrdersQuery(seller.id, locale, sought),
    placeholderData: (before) => before,
  });
  const orders = query.data?.pages.flatMap((page) => page.orders) ?? [];
  return (
    <>
      {seller.standing === "approved" && <Steps sellerId={seller.id} />}
      <SoughtBar
        label={t("seller.findOrders")}
        sought={sought}
        states={ORDER_STATES}
        nameOf={(state) => t(`seller.orderState.${state}`)}
        onChange={change}
      >
        <DownloadLink
          size="field"
          href={ownOrdersSheet(seller.id, locale, sought)}
          label={t("list.csv")}
        />
      </SoughtBar>
      <Listing
        query={query}
        empty={orders.length === 0}
        none={
          sought.q || sought.status ? (
            <Blank title={t("seller.nothingFound")} hint={t("seller.nothingFoundHint")} />
          ) : (
            <Blank icon="cart" title={t("seller.noOrders")} hint={t("seller.noOrdersHint")} />
          )
        }
        loading={<Skeleton className="h-72 w-full" />}
      >
        <ul aria-label={t("seller.orders")} className="space-y-4">
          {orders.map((one) => (
            <SubOrder key={one.id} order={one} sends>
              <OwnParcels order={one} />
              <p className="mt-3">
                <WriteFirst
                  place={`/seller/${seller.id}/conversations`}
                  order={one.orderId}
                  name={one.number}
                  onWritten={(conversationId) =>
                    void navigate({
                      to: "/selling/messages/$conversationId",
                      params: { conversationId },
                      search: (before) => ({ seller: before.seller }),
                    })
                  }
                />
              </p>
            </SubOrder>
          ))}
        </ul>
      </Listing>
    </>
  );
}
