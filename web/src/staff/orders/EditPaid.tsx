import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { insist } from "../../base/api/client";
import { renew } from "../../base/api/queries";
import type {
  EditAnswer,
  EditAsked,
  EditReckoning,
  StaffOrderAnswer,
  StaffVariant,
} from "../../base/api/schema";
import { useMay } from "../../base/duties";
import { amountText, parseAmount } from "../../base/i18n/amount";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { AmountField } from "../../design/AmountField";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Field, Select } from "../../design/Field";
import { Form } from "../../design/Form";
import { Stepper } from "../../design/Stepper";
import { toast } from "../../design/Toasts";
import { ChooseUnits, linesOf } from "../../rooms/orders/ChooseUnits";
import { FindVariant } from "../stock/FindVariant";
import { nameOf } from "../stock/VariantTable";
import { editReckoningQuery } from "./queries";

type Order = StaffOrderAnswer["order"];

interface Added {
  productId: string;
  variantId: string;
  name: string;
  quantity: number;
  /** As typed. */
  price: string;
  /** What it costs in the shop. */
  was: number;
}

const HOURS = ["1", "4", "24", "72", "168"] as const;

/** A paid order, changed: what is added to it, and what of it is taken off for that. */
export function EditPaid({ order, onClose }: { order: Order; onClose: () => void }) {
  const { t, formats } = useLanguage();
  const digits = formats.digits(order.currency);
  const [added, setAdded] = useState<Added[]>([]);
  const [units, setUnits] = useState<number[]>([]);
  const [reason, setReason] = useState("");
  const [hours, setHours] = useState<(typeof HOURS)[number]>("24");
  const money = useMay()("POST /api/staff/orders/{order_id}/refund");
  const left = order.items.map(({ cancellable }) => cancellable ?? 0);
  const bad = added.some(({ price }) => parseAmount(price, digits) === null);
  const asked = {
    add: added.map(({ productId, variantId, quantity, price, was }) => {
      const cost = parseAmount(price, digits);
      return {
        productId,
        variantId,
        quantity,
        ...(cost !== null && cost !== was && { price: cost }),
      };
    }),
    lines: linesOf(units),
  };
  const path = `/staff/orders/${order.id}/edits`;
  const reckoning = useQuery({
    ...editReckoningQuery(path, asked, order.version),
    enabled: added.length > 0 && !bad,
  });
  const found = added.length > 0 && !bad && reckoning.isSuccess ? reckoning.data : undefined;
  const price = (amount: number) => formats.price(amount, order.currency);
  const edit = useIntent(
    (key) => {
      const body: EditAsked = {
        ...asked,
        reason: reason.trim(),
        hours: Number(hours),
        ...(found && { expected: found.balance }),
      };
      return insist<EditAnswer>(path, body, key);
    },
    {
      onSuccess: async ({ edit: made }) => {
        await renew(["staff"], ["orders"]);
        const amount = price(made.due);
        toast({
          title: made.due
            ? t("editPaid.asked", { amount })
            : t("editOrder.done", { number: order.number }),
        });
        onClose();
      },
      onError: () => void reckoning.refetch(),
    },
  );
  const put = (line: Added, change: Partial<Added>) =>
    setAdded(added.map((other) => (other === line ? { ...line, ...change } : other)));
  const add = (one: StaffVariant) =>
    setAdded([
      ...added,
      {
        productId: one.productId,
        variantId: one.variantId,
        name: nameOf(one),
        quantity: 1,
        price: amountText(one.price, digits),
        was: one.price,
      },
    ]);
  return (
    <Form
      reader="staff"
      sending={edit}
      onChange={edit.another}
      onSubmit={() => added.length > 0 && !bad && reason.trim() !== "" && edit.mutate()}
      end={
        <div className="flex flex-wrap items-center justify-end gap-2">
          <Button onClick={onClose}>{t("form.back")}</Button>
          <Button kind="primary" type="submit" busy={edit.isPending}>
            {found?.due ? t("editPaid.ask", { amount: price(found.due) }) : t("editPaid.change")}
          </Button>
        </div>
      }
    >
      {(tried) => (
        <>
          <p className="text-13 text-ink-soft">{t("editPaid.text")}</p>
          <ul className="divide-y divide-line">
            {added.map((line) => (
              <li key={line.variantId} className="space-y-2 py-3 first:pt-0">
                <p className="flex items-start justify-between gap-3">
                  <span className="min-w-0 font-medium wrap-anywhere">{line.name}</span>
                  <Button
                    kind="plain"
                    size="s"
                    aria-label={t("parts.removeOf", { name: line.name })}
                    onClick={() => setAdded(added.filter((other) => other !== line))}
                  >
                    {t("parts.remove")}
                  </Button>
                </p>
                <div className="flex flex-wrap items-start gap-3">
                  <span className="mt-6">
                    <Stepper
                      value={line.quantity}
                      label={t("takeOrder.quantityOf", { name: line.name })}
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
                    readOnly={!money}
                    error={
                      tried && parseAmount(line.price, digits) === null
                        ? t("editOrder.priceBad")
                        : null
                    }
                    onChange={({ target }) => put(line, { price: target.value })}
                  />
                </div>
              </li>
            ))}
          </ul>
          <FindVariant
            label={t("takeOrder.find")}
            error={tried && added.length === 0 ? t("editPaid.none") : null}
            not={added.map(({ variantId }) => variantId)}
            onAdd={add}
          />
          {money && left.some((each) => each > 0) && (
            <ChooseUnits
              legend={t("editPaid.off")}
              items={order.items.map(({ variantId, productName, options }) => ({
                variantId,
                productName: [productName, ...Object.values(options)].join(", "),
              }))}
              left={left}
              units={units}
              onChange={(next) => {
                setUnits(next);
                edit.change();
              }}
            />
          )}
          {reckoning.isError && added.length > 0 && !edit.isError && (
            <Refusal error={reckoning.error} />
          )}
          {found && <Sums found={found} />}
          {Boolean(found?.due) && (
            <Select
              label={t("takeOrder.waits")}
              value={hours}
              items={HOURS}
              nameOf={(one) => t("packages.hours", { count: Number(one) })}
              onChoose={(one) => setHours(one ?? "24")}
            />
          )}
          <Field
            label={t("staff.reason")}
            hint={t("staff.reasonOurs")}
            value={reason}
            maxLength={500}
            error={tried && !reason.trim() ? t("staff.reasonMissing") : null}
            onChange={({ target }) => setReason(target.value)}
          />
        </>
      )}
    </Form>
  );
}

/** What it comes to, and what happens then. */
function Sums({ found }: { found: EditReckoning }) {
  const { t, formats } = useLanguage();
  const price = (amount: number) => formats.price(amount, found.currency);
  const rows = [
    [t("editPaid.added"), price(found.added)],
    found.credit > 0 && [t("editPaid.credit"), formats.priceChange(-found.credit, found.currency)],
    found.tax > 0 && [
      t(found.taxIncluded ? "editPaid.taxIncluded" : "editPaid.tax"),
      price(found.tax),
    ],
    found.refunded > 0
      ? [t("editPaid.goesBack"), price(found.refunded)]
      : [t("editPaid.due"), price(found.due)],
  ].filter((row) => row !== false);
  return (
    <div role="status" data-testid="edit-sums" className="space-y-2 border-t border-line pt-3">
      <dl className="space-y-1">
        {rows.map(([label, amount], at) => (
          <div
            key={label}
            className={`flex justify-between gap-4${at === rows.length - 1 ? " font-medium" : ""}`}
          >
            <dt>{label}</dt>
            <dd className="tabular">{amount}</dd>
          </div>
        ))}
      </dl>
      <p className="text-13 text-ink-soft">{t(found.due ? "editPaid.asks" : "editPaid.atOnce")}</p>
    </div>
  );
}
