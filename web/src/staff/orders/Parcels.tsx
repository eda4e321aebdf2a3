import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { insist } from "../../base/api/client";
import { renew } from "../../base/api/queries";
import type { StaffOrderAnswer } from "../../base/api/schema";
import { useMay } from "../../base/duties";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Panel } from "../../design/Heading";
import { FulfilmentBadge } from "../../rooms/parcels/Badges";
import { allLocationsQuery } from "../stock/locations";
import { OneParcel } from "./OneParcel";
import { NewParcelDialog } from "./ParcelDialog";
import { leftToPack } from "./parcels";

const NONE = [] as const;

type Order = StaffOrderAnswer["order"];

/** The parcels of a paid order, and all that may be done with each. */
export function Parcels({ order }: { order: Order }) {
  const { t } = useLanguage();
  const packs = useMay()("POST /api/staff/orders/{order_id}/parcels");
  const parcels = order.parcels ?? [];
  const awaited = order.items.reduce((sum, one) => sum + (one.preorder?.awaited ?? 0), 0);
  // Nothing is sent of it, or it was handed over without.
  if (parcels.length === 0 && (!order.fulfilment || order.status !== "paid")) return null;
  return (
    <Panel title={t("parcel.panel")} actions={<FulfilmentBadge always order={order} />}>
      {awaited > 0 && order.status === "paid" && (
        <p className="mb-3" data-testid="awaited">
          {t("staffParcel.awaited", { count: awaited })}
        </p>
      )}
      {parcels.length === 0 && order.status === "paid" && (
        <p className="mb-3 text-ink-soft">{t("staffParcel.none")}</p>
      )}
      <ul className="divide-y divide-line">
        {parcels.map((parcel) => (
          <OneParcel
            key={parcel.id}
            order={order}
            parcel={parcel}
            path={`/staff/orders/${order.id}/parcels/${parcel.id}`}
            steps={packs ? undefined : NONE}
          />
        ))}
      </ul>
      {packs && order.status === "paid" && <PackMore order={order} />}
    </Panel>
  );
}

/** What is in no parcel yet. */
function PackMore({ order }: { order: Order }) {
  const { t } = useLanguage();
  const [choosing, setChoosing] = useState(false);
  const { data: places } = useQuery(allLocationsQuery);
  const pack = useIntent(
    (key, each: "" | "/by-location") =>
      insist(`/staff/orders/${order.id}/parcels${each}`, { packed: true }, key),
    { onSettled: () => renew(["staff"], ["orders"]) },
  );
  const left = leftToPack(order);
  if (left.length === 0) return null;
  return (
    <div className="mt-4 space-y-3">
      {pack.isError && <Refusal error={pack.error} />}
      <div className="flex flex-wrap gap-2">
        <Button kind="primary" size="s" busy={pack.isPending} onClick={() => pack.mutate("")}>
          {t(order.parcels?.length ? "staffParcel.packRest" : "staffParcel.packAll")}
        </Button>
        {places && places.locations.length > 1 && (
          <Button size="s" busy={pack.isPending} onClick={() => pack.mutate("/by-location")}>
            {t("staffParcel.byLocation")}
          </Button>
        )}
        <Button size="s" onClick={() => setChoosing(true)}>
          {t("staffParcel.choose")}
        </Button>
      </div>
      {choosing && <NewParcelDialog order={order} onClose={() => setChoosing(false)} />}
    </div>
  );
}
