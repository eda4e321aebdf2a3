import { useState } from "react";
import { insist } from "../../base/api/client";
import { asProblem } from "../../base/api/problem";
import { renew } from "../../base/api/queries";
import type { FlashSaleAnswer, StaffVariant } from "../../base/api/schema";
import { parseAmount } from "../../base/i18n/amount";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { AmountField } from "../../design/AmountField";
import { Button } from "../../design/Button";
import { Field } from "../../design/Field";
import { Form } from "../../design/Form";
import { toast } from "../../design/Toasts";
import { ChooseLocation } from "../stock/ChooseLocation";
import { FindVariant } from "../stock/FindVariant";
import { nameOf } from "../stock/VariantTable";
import { EMPTY, readSale, type SaleField, type SaleForm } from "./saleForm";

/** A new sale. Its units leave the stock at once, and nothing of it can be changed later. */
export function NewSale({ onDone }: { onDone: () => void }) {
  const { t, formats } = useLanguage();
  const [form, setForm] = useState<SaleForm>(EMPTY);
  const [faults, setFaults] = useState<SaleField[]>([]);
  const making = useIntent(
    (key, asked: object) => insist<FlashSaleAnswer>("/staff/flash-sales", asked, key),
    {
      onSuccess: async ({ flashSale }) => {
        await renew(["staff", "flash-sales"], ["flash-sales"], ["products"]);
        toast({ title: t("staff.flash.made", { name: flashSale.name }) });
        onDone();
      },
    },
  );
  const [variant, setVariant] = useState<StaffVariant | null>(null);
  const change = (next: Partial<SaleForm>) => {
    making.another();
    setFaults((now) => now.filter((field) => !(field in next)));
    setForm({ ...form, ...next });
  };
  const choose = (one: StaffVariant | null) => {
    setVariant(one);
    change({ productId: one?.productId ?? "", variantId: one?.variantId ?? "" });
  };
  const submit = () => {
    const read = readSale(form, variant ? formats.digits(variant.currency) : 0);
    if ("asked" in read) making.mutate(read.asked);
    else setFaults(read.faults);
  };
  const price = variant ? parseAmount(form.price, formats.digits(variant.currency)) : null;
  const above = variant && price !== null && price > variant.price;
  const said = making.isError ? (asProblem(making.error).body.errors ?? []) : [];
  const fault = (field: SaleField) =>
    faults.includes(field)
      ? t(`staff.flash.fault.${field}`)
      : (said.find((one) => one.field === field)?.detail ?? null);
  const bind = (field: SaleField) => ({
    name: field,
    label: t(`staff.flash.field.${field}`),
    value: form[field],
    onChange: (event: { target: { value: string } }) => change({ [field]: event.target.value }),
    error: fault(field),
  });
  return (
    <Form
      reader="staff"
      sending={making}
      onSubmit={submit}
      end={
        <div className="flex justify-end pt-2">
          <Button kind="primary" type="submit" busy={making.isPending}>
            {t(making.isPending ? "form.saving" : "staff.flash.make")}
          </Button>
        </div>
      }
    >
      <div className="space-y-2">
        {variant && (
          <p className="flex min-h-8 items-center justify-between gap-2">
            <span className="min-w-0 font-medium wrap-anywhere">{nameOf(variant)}</span>
            <Button
              size="s"
              icon="close"
              aria-label={t("form.removeNamed", { name: nameOf(variant) })}
              onClick={() => choose(null)}
            />
          </p>
        )}
        <FindVariant
          label={t("staff.flash.choose")}
          not={[form.variantId]}
          error={fault("productId") ?? fault("variantId")}
          onAdd={choose}
        />
      </div>
      <ChooseLocation
        label={t("staff.flash.field.locationId")}
        none={t("staff.flash.anyLocation")}
        value={form.locationId || undefined}
        onChoose={(locationId = "") => change({ locationId })}
        error={fault("locationId")}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          {...bind("quantity")}
          inputMode="numeric"
          hint={
            variant
              ? t("staff.flash.inStock", { count: variant.stock })
              : t("staff.flash.quantityHint")
          }
        />
        <AmountField
          {...bind("price")}
          currency={variant?.currency ?? ""}
          hint={
            variant
              ? t(above ? "staff.flash.above" : "staff.flash.usual", {
                  price: formats.price(variant.price, variant.currency),
                })
              : undefined
          }
        />
        <Field {...bind("perCustomer")} inputMode="numeric" />
        <Field {...bind("perSecond")} inputMode="numeric" hint={t("staff.flash.secondHint")} />
        <Field {...bind("startTime")} type="datetime-local" hint={t("staff.flash.startHint")} />
        <Field {...bind("endTime")} type="datetime-local" />
      </div>
    </Form>
  );
}
