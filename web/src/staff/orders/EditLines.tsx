import { useState } from "react";
import { insist } from "../../base/api/client";
import { asProblem } from "../../base/api/problem";
import { renew } from "../../base/api/queries";
import type { LinesAsked, StaffOrderAnswer } from "../../base/api/schema";
import { amountText, parseAmount } from "../../base/i18n/amount";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button } from "../../design/Button";
import { Check, Field, Select } from "../../design/Field";
import { Form } from "../../design/Form";
import { toast } from "../../design/Toasts";
import { linesAsked, type PricedLine, PricedLines } from "./PricedLines";

type Order = StaffOrderAnswer["order"];

const HOURS = ["", "1", "4", "24", "72", "168"] as const;

/** What an unpaid order is of, changed as a whole: quantities, goods, prices, and until when. */
export function EditLines({ order: now, onClose }: { order: Order; onClose: () => void }) {
  const { t, formats } = useLanguage();
  // What is typed is over the order as it was then, not as it is read again meanwhile.
  const [order] = useState(now);
  const digits = formats.digits(order.currency);
  const [lines, setLines] = useState(() => linesOf(order, digits));
  const [reason, setReason] = useState("");
  const [hours, setHours] = useState<(typeof HOURS)[number]>("");
  const [drop, setDrop] = useState(false);
  const coded = Boolean(order.couponId || order.promoCode);
  const priceOf = (line: PricedLine) => parseAmount(line.price, digits);
  const priced = lines.some((line) => priceOf(line) !== line.was);
  const bad = lines.some((line) => priceOf(line) === null) || (priced && !reason.trim());
  const sum = lines.reduce((all, line) => all + (priceOf(line) ?? 0) * line.quantity, 0);
  const asked: LinesAsked = {
    reservationId: order.reservationId ?? "",
    items: linesAsked(lines, digits),
    coupon: drop ? "drop" : "keep",
    ...(hours ? { hours: Number(hours) } : {}),
    ...(reason.trim() ? { reason: reason.trim() } : {}),
  };
  const edit = useIntent(
    (key) => insist<StaffOrderAnswer>(`/staff/orders/${order.id}/lines`, asked, key),
    {
      onSuccess: async () => {
        await renew(["staff"], ["orders"]);
        toast({ title: t("editOrder.done", { number: order.number }) });
        onClose();
      },
    },
  );
  const faults = faultsOf(edit.error);
  return (
    <Form
      reader="staff"
      sending={edit}
      refusal={[...faults.keys()].some((field) => field.endsWith(".price")) ? null : undefined}
      onChange={edit.another}
      onSubmit={() => lines.length > 0 && !bad && edit.mutate()}
      end={
        <div className="flex flex-wrap items-center justify-end gap-2">
          <span className="tabular mr-auto text-13 text-ink-soft">
            {t("editOrder.goods", { amount: formats.price(sum, order.currency) })}
          </span>
          <Button onClick={onClose}>{t("form.back")}</Button>
          <Button kind="primary" type="submit" busy={edit.isPending}>
            {t("form.save")}
          </Button>
        </div>
      }
    >
      {(tried) => (
        <>
          <PricedLines
            lines={lines}
            currency={order.currency}
            none={t("editOrder.none")}
            tried={tried}
            faults={faults}
            onChange={setLines}
          />
          {priced && (
            <Field
              label={t("editOrder.why")}
              hint={t("staff.reasonOurs")}
              value={reason}
              maxLength={500}
              error={tried && !reason.trim() ? t("editOrder.whyMissing") : null}
              onChange={({ target }) => setReason(target.value)}
            />
          )}
          <Select
            label={t("takeOrder.waits")}
            value={hours}
            items={HOURS}
            nameOf={(one) =>
              one ? t("packages.hours", { count: Number(one) }) : t("editOrder.asLong")
            }
            onChoose={(one) => setHours(one ?? "")}
          />
          {coded && (
            <Check
              label={t("editOrder.drop")}
              checked={drop}
              onChange={({ target }) => setDrop(target.checked)}
            />
          )}
        </>
      )}
    </Form>
  );
}

/** As the order has them, those of one variant together. */
function linesOf(order: Order, digits: number): PricedLine[] {
  const found = new Map<string, PricedLine>();
  for (const item of order.items) {
    const known = found.get(item.variantId);
    found.set(item.variantId, {
      productId: item.productId,
      variantId: item.variantId,
      name: [item.productName, ...Object.values(item.options)].join(", "),
      quantity: item.quantity + (known?.quantity ?? 0),
      price: amountText(item.price, digits),
      was: item.price,
    });
  }
  return [...found.values()];
}

/** What was refused, by field. */
function faultsOf(error: unknown): Map<string, string> {
  const { body } = error ? asProblem(error) : { body: undefined };
  return new Map(body?.field ? [[body.field, body.detail ?? ""]] : []);
}
