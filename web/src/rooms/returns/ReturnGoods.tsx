import type { ReckoningAnswer, ReturnShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";

/** What is in a return, why, and once it was looked at what came of it. */
export function ReturnGoods({ found }: { found: ReturnShown }) {
  const { t, formats } = useLanguage();
  const over = found.status === "inspected";
  return (
    <ul className="space-y-2">
      {found.lines.map((one) => (
        <li key={one.line} className="flex justify-between gap-4">
          <span className="min-w-0 wrap-anywhere">
            {[one.productName, ...Object.values(one.options)].join(" · ")}
            <span className="block text-13 text-ink-soft">{t(`return.reason.${one.reason}`)}</span>
            {over && (
              <span className="block text-13 text-ink-soft">
                {t("return.came", { count: one.restocked + one.writtenOff, all: one.quantity })}
              </span>
            )}
            <Instead found={found} line={one.line} />
          </span>
          <span className="tabular shrink-0 text-right text-ink-soft">
            {t("return.pieces", { count: one.quantity })}
            {over && <span className="block">{formats.price(one.paid, found.currency)}</span>}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** What is wanted in place of a line, or was sent, or was not after all. */
function Instead({ found, line }: { found: ReturnShown; line: number }) {
  const { t } = useLanguage();
  const one = found.exchange?.lines.find((each) => each.line === line);
  if (!one) return null;
  const name = [one.productName, ...Object.values(one.options)].join(" · ");
  const ended = ["inspected", "refused", "cancelled"].includes(found.status);
  const sent = found.exchange?.due ? "exchangePaid" : "exchangeSent";
  const how = found.exchange?.orderId ? sent : ended ? "exchangeOff" : "exchangeHeld";
  return <span className="block text-13">{t(`return.${how}`, { name })}</span>;
}

/** How the refund of a return came about. */
export function ReturnSum({ found }: { found: ReturnShown }) {
  const { t, formats } = useLanguage();
  if (found.refunded === null) return null;
  const price = (amount: number) => formats.price(amount, found.currency);
  const why = found.deduction === "refunded-before" ? t("return.refundedBefore") : found.deduction;
  const goods = found.lines.reduce((sum, { paid }) => sum + paid, 0);
  return (
    <dl className="space-y-1 border-t border-line pt-2 text-13">
      <Row label={t("return.sum.goods")} amount={price(goods)} />
      {Boolean(found.delivery) && (
        <Row label={t("return.sum.delivery")} amount={price(found.delivery ?? 0)} />
      )}
      {Boolean(found.deducted) && (
        <Row
          label={t("return.sum.deducted", { reason: why ?? "" })}
          amount={formats.priceChange(-(found.deducted ?? 0), found.currency)}
        />
      )}
      {found.exchanged !== null && (
        <Row
          label={t("return.sum.exchanged")}
          amount={formats.priceChange(-found.exchanged, found.currency)}
        />
      )}
      <Row strong label={t("return.sum.refunded")} amount={price(found.refunded)} />
    </dl>
  );
}

export function Row({
  label,
  amount,
  strong,
}: {
  label: string;
  amount: string;
  strong?: boolean;
}) {
  return (
    <div
      className={strong ? "flex justify-between gap-4 font-semibold" : "flex justify-between gap-4"}
    >
      <dt className="min-w-0 wrap-anywhere">{label}</dt>
      <dd className="tabular shrink-0">{amount}</dd>
    </div>
  );
}

/** What goes back beside it, where another order pays for a part of the goods. */
export function PaidElsewhere({ sum }: { sum: Pick<ReckoningAnswer, "elsewhere" | "currency"> }) {
  const { t, formats } = useLanguage();
  if (sum.elsewhere === null) return null;
  const { orderNumber, amount } = sum.elsewhere;
  return (
    <Row
      strong
      label={t("return.sum.elsewhere", { number: orderNumber })}
      amount={formats.price(amount, sum.currency)}
    />
  );
}
