import { type ReactNode, useState } from "react";
import type { SubOrderBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Badge, type BadgeTone } from "../../design/Badge";
import { Button } from "../../design/Button";
import { Moment } from "../../design/Moment";
import { Notice } from "../../design/Notice";
import { AddressLines } from "../addresses/AddressLines";
import { FulfilmentBadge } from "../parcels/Badges";
import { SendDialog } from "./SendDialog";

const TONES: Record<SubOrderBody["status"], BadgeTone> = {
  paid: "held",
  completed: "free",
  cancelled: "gone",
};

interface Props {
  order: SubOrderBody;
  /** In place of the order's number. */
  name?: string;
  /** Whoever looks may send what is left of it. */
  sends?: boolean;
  /** What else stands with it, as its parcels. */
  children?: ReactNode;
}

/** One seller's part of an order. */
export function SubOrder({ order, name, sends, children }: Props) {
  const { t, formats } = useLanguage();
  const [sending, send] = useState(false);
  const { currency } = order;
  const left = order.lines.some(
    (line) => line.quantity - line.returned + line.cameBack - line.leaving > line.shipped,
  );
  return (
    <li className="rounded-l border border-line bg-raised p-4">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h2 className="font-semibold wrap-anywhere">{name ?? order.number}</h2>
        <span className="flex flex-wrap gap-2">
          <Badge tone={TONES[order.status]}>{t(`seller.status.${order.status}`)}</Badge>
          <FulfilmentBadge always order={order} />
        </span>
      </div>
      <p className="text-13 text-ink-soft">
        <Moment at={order.soldAt} />
        {order.buyer && <> · {order.buyer}</>}
      </p>
      <ul className="mt-3 divide-y divide-line border-y border-line">
        {order.lines.map((line) => (
          <Line key={line.line} line={line} currency={currency} />
        ))}
      </ul>
      {sends && order.shippingAddress && (
        <div className="mt-3">
          <h3 className="text-13 text-ink-soft">{t("seller.goesTo")}</h3>
          <AddressLines address={order.shippingAddress} />
        </div>
      )}
      {sends && order.buyerNote && (
        <div className="mt-3">
          <h3 className="text-13 text-ink-soft">{t("buyerNote.ofBuyer")}</h3>
          <p className="whitespace-pre-wrap wrap-anywhere">{order.buyerNote}</p>
        </div>
      )}
      {children}
      {sends && order.disputed && (
        <div className="mt-3">
          <Notice tone="held" title={t("seller.disputed")}>
            {t("seller.disputedHint")}
          </Notice>
        </div>
      )}
      {order.earnedAt && (
        <p className="tabular mt-3 text-right text-13">
          {t("seller.kept", {
            gross: formats.price(order.gross, currency),
            fee: formats.price(order.commission, currency),
            net: formats.price(order.gross - order.commission, currency),
          })}
        </p>
      )}
      {order.expectedGross !== null && order.expectedCommission !== null && (
        <p className="tabular mt-3 text-right text-13 text-ink-soft">
          {t("seller.expected", {
            gross: formats.price(order.expectedGross, currency),
            fee: formats.price(order.expectedCommission, currency),
            net: formats.price(order.expectedGross - order.expectedCommission, currency),
          })}
        </p>
      )}
      {sends && left && order.status === "paid" && (
        <p className="mt-3">
          <Button
            size="s"
            aria-label={t("seller.sendOf", { number: order.number })}
            onClick={() => send(true)}
          >
            {t("seller.sendNow")}
          </Button>
        </p>
      )}
      {sending && <SendDialog order={order} onClose={() => send(false)} />}
    </li>
  );
}

function Line({ line, currency }: { line: SubOrderBody["lines"][number]; currency: string }) {
  const { t, formats } = useLanguage();
  const options = Object.values(line.options);
  return (
    <li className="flex flex-wrap justify-between gap-x-4 py-2">
      <span className="min-w-0 grow basis-48 wrap-anywhere">
        {line.productName}
        {options.length > 0 && <span className="text-ink-soft"> · {options.join(", ")}</span>}
        {line.returned > line.cameBack && (
          <span className="block text-13 text-ink-soft">
            {t("orderUnits.cancelled", { count: line.returned - line.cameBack })}
          </span>
        )}
        {line.cameBack > 0 && (
          <span className="block text-13 text-ink-soft">
            {t("seller.returned", { count: line.cameBack })}
          </span>
        )}
      </span>
      <span className="tabular text-right">
        {line.quantity} × {formats.price(line.price, currency)}
      </span>
    </li>
  );
}
