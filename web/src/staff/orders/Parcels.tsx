import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { insist } from "../../base/api/client";
import { renew } from "../../base/api/queries";
import type { StaffOrderAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button } from "../../design/Button";
import { DownloadLink } from "../../design/DownloadLink";
import { Refusal } from "../../design/Failure";
import { Panel } from "../../design/Heading";
import { Moment } from "../../design/Moment";
import { FulfilmentBadge, ParcelBadge } from "../../rooms/parcels/Badges";
import { ParcelGoods, useCarrierWords } from "../../rooms/parcels/ParcelGoods";
import { allLocationsQuery } from "../stock/locations";
import { NewParcelDialog, ParcelDialog } from "./ParcelDialog";
import { ParcelLabel } from "./ParcelLabel";
import { leftToPack, type Parcel, STEPS, type Step } from "./parcels";

type Order = StaffOrderAnswer["order"];

/** The parcels of a paid order, and all that may be done with each. */
export function Parcels({ order }: { order: Order }) {
  const { t } = useLanguage();
  const parcels = order.parcels ?? [];
  if (!order.fulfilment && parcels.length === 0) return null;
  return (
    <Panel title={t("parcel.panel")} actions={<FulfilmentBadge always order={order} />}>
      {parcels.length === 0 && order.status === "paid" && (
        <p className="mb-3 text-ink-soft">{t("staffParcel.none")}</p>
      )}
      <ul className="divide-y divide-line">
        {parcels.map((parcel) => (
          <OneParcel key={parcel.id} order={order} parcel={parcel} />
        ))}
      </ul>
      {order.status === "paid" && <PackMore order={order} />}
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

const WHY = [
  "parcel-picked",
  "parcel-not-picked",
  "parcel-shipped",
  "parcel-not-shipped",
  "nothing-to-pack",
  "label-there",
] as const;

function OneParcel({ order, parcel }: { order: Order; parcel: Parcel }) {
  const { t, locale } = useLanguage();
  const [step, setStep] = useState<Step | null>(null);
  const carrier = useCarrierWords()(parcel);
  const over = parcel.deliveredAt ?? parcel.endedAt;
  const may = STEPS.filter((each) => parcel.actions?.[each] === null);
  const mayNot = over ? [] : STEPS.filter((each) => parcel.actions?.[each]);
  const why = (each: Step) => {
    const code = parcel.actions?.[each] ?? "";
    const known = WHY.find((one) => one === code);
    return known ? t(`staffParcel.why.${known}`) : code;
  };
  const at = over ?? parcel.shippedAt ?? parcel.pickedAt ?? parcel.madeAt;
  return (
    <li data-testid={`parcel-${parcel.number}`} className="space-y-3 py-4 first:pt-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="font-medium">{t("parcel.title", { number: parcel.number })}</h3>
        <ParcelBadge status={parcel.status} />
        <Moment at={at} className="text-13 text-ink-soft" />
      </div>
      <ParcelGoods lines={parcel.lines} />
      {parcel.location && (
        <p className="text-13 wrap-anywhere text-ink-soft">
          {t("staffParcel.from", { location: parcel.location })}
        </p>
      )}
      {carrier && <p className="text-13 wrap-anywhere text-ink-soft">{carrier}</p>}
      {parcel.note && <p className="text-13 wrap-anywhere">{parcel.note}</p>}
      <ParcelLabel order={order} parcel={parcel} />
      <div className="flex flex-wrap items-center gap-2">
        {order.status === "paid" &&
          may.map((each, place) => (
            <Button
              key={each}
              size="s"
              kind={place === 0 ? "primary" : "quiet"}
              onClick={() => setStep(each)}
            >
              {t(`staffParcel.do.${each}`)}
            </Button>
          ))}
        <DownloadLink
          href={`/api/staff/orders/${order.id}/parcels/${parcel.id}/slip?language=${locale}`}
          label={t("staffParcel.slip")}
        />
      </div>
      {order.status === "paid" && mayNot.length > 0 && (
        <details className="text-13">
          <summary className="text-ink-soft">{t("staffParcel.notNow")}</summary>
          <ul className="mt-1 space-y-0.5">
            {mayNot.map((each) => (
              <li key={each}>
                <span className="font-medium">{t(`staffParcel.do.${each}`)}</span>: {why(each)}
              </li>
            ))}
          </ul>
        </details>
      )}
      {step && (
        <ParcelDialog order={order} parcel={parcel} step={step} onClose={() => setStep(null)} />
      )}
    </li>
  );
}
