import { Link } from "@tanstack/react-router";
import type { OrderShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Panel } from "../../design/Heading";
import { ParcelBadge } from "./Badges";
import { ParcelGoods, useCarrierWords } from "./ParcelGoods";

/** Whether a parcel of it waits to be picked up by a code. */
export const waitsAtDesk = (order: OrderShown) =>
  order.parcels?.some((parcel) => parcel.pickupCode) ?? false;

/** The parcels of one's own order, each with the page that shows where it is. */
export function ParcelList({ order }: { order: OrderShown }) {
  const { t } = useLanguage();
  const carrier = useCarrierWords();
  const parcels = order.parcels ?? [];
  if (parcels.length === 0) return null;
  return (
    <Panel title={t("parcel.panel")}>
      <ul className="divide-y divide-line">
        {parcels.map((parcel) => (
          <li
            key={parcel.id}
            data-testid={`parcel-${parcel.number}`}
            className="space-y-2 py-4 first:pt-0 last:pb-0"
          >
            <div className="flex flex-wrap items-center justify-between gap-2">
              <h3 className="font-medium">{t("parcel.title", { number: parcel.number })}</h3>
              <ParcelBadge parcel={parcel} />
            </div>
            <ParcelGoods lines={parcel.lines} />
            {carrier(parcel) && (
              <p className="text-13 wrap-anywhere text-ink-soft">{carrier(parcel)}</p>
            )}
            {parcel.pickupCode && <PickupCode code={parcel.pickupCode} />}
            {parcel.note && <p className="text-13 wrap-anywhere">{parcel.note}</p>}
            {parcel.shippedAt && (
              <Link
                to="/track/$link"
                params={{ link: parcel.link }}
                className="inline-flex min-h-9 items-center text-accent underline underline-offset-4"
              >
                {t("parcel.track", { number: parcel.number })}
              </Link>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** What whoever comes for it says at the desk. */
function PickupCode({ code }: { code: string }) {
  const { t } = useLanguage();
  return (
    <div className="rounded-m border border-line p-3" data-testid="pick-up-code">
      <p className="text-13 text-ink-soft">{t("parcel.code")}</p>
      <p className="tabular text-24 font-semibold select-all">{code}</p>
      <p className="text-13 text-ink-soft">{t("parcel.codeHint")}</p>
    </div>
  );
}
