import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { insist } from "../../base/api/client";
import { renew } from "../../base/api/queries";
import type { EditAnswer, EditAsked, EditReckoning, StaffOrderAnswer } from "../../base/api/schema";
import { useMay } from "../../base/duties";
import { parseAmount } from "../../base/i18n/amount";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Field, Select } from "../../design/Field";
import { Form } from "../../design/Form";
import { toast } from "../../design/Toasts";
import { ChooseUnits, linesOf } from "../../rooms/orders/ChooseUnits";
import { linesAsked, type PricedLine, PricedLines } from "./PricedLines";
import { editReckoningQuery } from "./queries";

type Order = StaffOrderAnswer["order"];

const HOURS = ["1", "4", "24", "72", "168"] as const;

/** A paid order, changed: what is added to it, and what of it is taken off for that. */
export function EditPaid({ order, onClose }: { order: Order; onClose: () => void }) {
  const { t, formats } = useLanguage();
  const digits = formats.digits(order.currency);
  const [added, setAdded] = useState<PricedLine[]>([]);
  const [units, setUnits] = useState<number[]>([]);
  const [reason, setReason] = useState("");
  const [hours, setHours] = useState<(typeof HOURS)[number]>("24");
  const money = useMay()("POST /api/staff/orders/{order_id}/refund");
  const left = order.items.map(({ cancellable }) => cancellable ?? 0);
  const bad = added.some(({ price }) => parseAmount(price, digits) === null);
  const asked = {
    add: linesAsked(added, digits),
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
          <PricedLines
            lines={added}
            currency={order.currency}
            none={t("editPaid.none")}
            tried={tried}
            onChange={setAdded}
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
