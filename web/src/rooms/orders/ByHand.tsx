import { useQuery } from "@tanstack/react-query";
import { configQuery, renew } from "../../base/api/queries";
import type { OrderShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { CountdownRing } from "../../design/CountdownRing";
import { Notice } from "../../design/Notice";
import { endOf } from "../cart/hold";
import { heldMeanwhile } from "./heldMeanwhile";

/** What happens next with an order that is paid on the spot or by invoice. */
export function ByHand({ order }: { order: OrderShown }) {
  const { t, formats } = useLanguage();
  const providers = useQuery(configQuery).data?.providers;
  const manual = providers?.find(({ kind }) => kind === "manual");
  const held = heldMeanwhile(order);
  const price = formats.price(order.due ?? order.total, order.currency);
  return (
    <Notice tone="held" title={manual?.title || t(`paying.manual.${held}`)} testId="outcome">
      <div className="flex flex-wrap items-center gap-4">
        <CountdownRing
          expiresAt={order.expiresAt ?? ""}
          holdSeconds={Math.round((endOf(order) - Date.parse(order.createdAt)) / 1000)}
          onOver={() => void renew(["orders"])}
        />
        <div className="min-w-0 flex-1 space-y-2">
          <p>
            {t(`paying.keptUntil.${held}`, { price, time: formats.until(order.expiresAt ?? 0) })}
          </p>
          {order.pickup && (
            <p className="wrap-anywhere">
              {t("parcel.pickUp")}: {order.pickup}
            </p>
          )}
          {manual?.instructions && <p className="whitespace-pre-line">{manual.instructions}</p>}
        </div>
      </div>
    </Notice>
  );
}
