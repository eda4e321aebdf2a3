import { useState } from "react";
import { insist } from "../../base/api/client";
import { asProblem } from "../../base/api/problem";
import { renew } from "../../base/api/queries";
import type { LinesAsked, StaffOrderAnswer, StaffVariant } from "../../base/api/schema";
import { useMay } from "../../base/duties";
import { amountText, parseAmount } from "../../base/i18n/amount";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { AmountField } from "../../design/AmountField";
import { Button } from "../../design/Button";
import { Check, Field, Select } from "../../design/Field";
import { Form } from "../../design/Form";
import { Stepper } from "../../design/Stepper";
import { toast } from "../../design/Toasts";
import { FindVariant } from "../stock/FindVariant";
import { nameOf } from "../stock/VariantTable";

type Order = StaffOrderAnswer["order"];

interface Line {
  productId: string;
  variantId: string;
  name: string;
  quantity: number;
  /** As typed. */
  price: string;
  /** What it costs unless staff say otherwise. */
  was: number;
}

const HOURS = ["", "1", "4", "24", "72", "168"] as const;

/** What an unpaid order is of, changed as a whole: quantities, goods, prices, and until when. */
export function EditLines({ order: now, onClose }: { order: Order; onClose: () => void }) {
  const { t, formats } = useLanguage();
  // What is typed is over the order as it was then, not as it is read again meanwhile.
  const [order] = useState(now);
  const digits = formats.digits(order.currency);
  const [lines, setLines] = useState(() => linesOf(order, digits));
  const [reason, setReason] = useState("");
  const prices = useMay()("POST /api/staff/orders/{order_id}/refund");
  const [hours, setHours] = useState<(typeof HOURS)[number]>("");
  const [drop, setDrop] = useState(false);
  const coded = Boolean(order.couponId || order.promoCode);
  const priceOf = (line: Line) => parseAmount(line.price, digits);
  const priced = lines.some((line) => priceOf(line) !== line.was);
  const bad = lines.some((line) => priceOf(line) === null) || (priced && !reason.trim());
  const sum = lines.reduce((all, line) => all + (priceOf(line) ?? 0) * line.quantity, 0);
  const asked: LinesAsked = {
    reservationId: order.reservationId ?? "",
    items: lines.map((line) => {
      const price = priceOf(line);
      const { productId, variantId, quantity } = line;
      return { productId, variantId, quantity, ...(price !== line.was ? { price } : {}) };
    }),
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
  const put = (line: Line, change: Partial<Line>) =>
    setLines(lines.map((other) => (other === line ? { ...line, ...change } : other)));
  const add = (one: StaffVariant) =>
    setLines([
      ...lines,
      {
        productId: one.productId,
        variantId: one.variantId,
        name: nameOf(one),
        quantity: 1,
        price: amountText(one.price, digits),
        was: one.price,
      },
    ]);
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
          <ul className="divide-y divide-line">
            {lines.map((line, at) => (
              <li key={line.variantId} className="space-y-2 py-3 first:pt-0">
                <p className="flex items-start justify-between gap-3">
                  <span className="min-w-0 font-medium wrap-anywhere">{line.name}</span>
                  <Button
                    kind="plain"
                    size="s"
                    aria-label={t("parts.removeOf", { name: line.name })}
                    onClick={() => setLines(lines.filter((other) => other !== line))}
                  >
                    {t("parts.remove")}
                  </Button>
                </p>
                <div className="flex flex-wrap items-start gap-3">
                  <span className="mt-6">
                    <Stepper
                      value={line.quantity}
                      label={t("takeOrder.quantityOf", { name: line.name })}
                      short={faults.has(`items[${at}].quantity`)}
                      onChange={(quantity) => put(line, { quantity })}
                    />
                  </span>
                  <AmountField
                    dense
                    className="w-40 sm:w-56"
                    currency={order.currency}
                    label={t("editOrder.price")}
                    aria-label={t("editOrder.priceOf", { name: line.name })}
                    value={line.price}
                    maxLength={16}
                    readOnly={!prices}
                    error={
                      faults.get(`items[${at}].price`) ??
                      (tried && priceOf(line) === null ? t("editOrder.priceBad") : null)
                    }
                    onChange={({ target }) => put(line, { price: target.value })}
                  />
                </div>
              </li>
            ))}
          </ul>
          <FindVariant
            label={t("takeOrder.find")}
            error={tried && lines.length === 0 ? t("editOrder.none") : null}
            not={lines.map(({ variantId }) => variantId)}
            onAdd={add}
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
function linesOf(order: Order, digits: number): Line[] {
  const found = new Map<string, Line>();
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
