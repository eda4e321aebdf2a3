import type { SubOrderBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { OneParcel } from "../orders/OneParcel";
import { CallOff } from "./CallOff";
import { toPack } from "./left";
import { PackPart } from "./PackPart";
import { ownParcels, packOrder } from "./queries";

/** What a seller does with parcels of their own. *Mark as shipped* sends all that is left. */
const STEPS = ["ship", "deliver", "fail", "cancel"] as const;

/** The parcels of a seller's part of an order, and what is not packed yet. */
export function OwnParcels({ order }: { order: SubOrderBody }) {
  const { t } = useLanguage();
  const packing = useIntent((key) => packOrder(key, order));
  const units = toPack(order).reduce((sum, one) => sum + Math.max(one, 0), 0);
  const left = units > 0;
  const packs = left && order.status === "paid";
  if (order.parcels.length === 0 && !packs) return null;
  return (
    <div className="mt-4 space-y-3">
      {order.parcels.length > 0 && (
        <ul
          aria-label={t("seller.parcelsOf", { number: order.number })}
          className="divide-y divide-line"
        >
          {order.parcels.map((parcel) => (
            <OneParcel
              key={parcel.id}
              order={order}
              parcel={parcel}
              path={`${ownParcels(order)}/${parcel.id}`}
              steps={STEPS}
            />
          ))}
        </ul>
      )}
      {packing.isError && <Refusal error={packing.error} />}
      {packs && (
        <p className="flex flex-wrap gap-2">
          <Button
            size="s"
            busy={packing.isPending}
            aria-label={t("seller.packOf", { number: order.number })}
            onClick={() => packing.mutate()}
          >
            {t("seller.pack")}
          </Button>
          {units > 1 && <PackPart order={order} />}
          <CallOff order={order} />
        </p>
      )}
    </div>
  );
}
