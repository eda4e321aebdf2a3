import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { SellerBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Blank } from "../../design/Blank";
import { Listing } from "../../design/Listing";
import { Skeleton } from "../../design/Skeleton";
import { WriteFirst } from "../../rooms/conversations/WriteFirst";
import { ownOrdersQuery } from "../../rooms/selling/queries";
import { SellerFrame } from "../../rooms/selling/SellerFrame";
import { SubOrder } from "../../rooms/selling/SubOrder";
import { OwnParcels } from "./OwnParcels";

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
  const { t } = useLanguage();
  const navigate = useNavigate();
  const query = useInfiniteQuery(ownOrdersQuery(seller.id));
  const orders = query.data?.pages.flatMap((page) => page.orders) ?? [];
  return (
    <Listing
      query={query}
      empty={orders.length === 0}
      none={<Blank icon="cart" title={t("seller.noOrders")} hint={t("seller.noOrdersHint")} />}
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
  );
}
