import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { insist } from "../../base/api/client";
import { asProblem } from "../../base/api/problem";
import { answerQuery, renew } from "../../base/api/queries";
import type { FlashSaleAnswer, ProductsBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { optionWords } from "../../base/options";
import { AmountField } from "../../design/AmountField";
import { Button } from "../../design/Button";
import { Field, Select } from "../../design/Field";
import { Form } from "../../design/Form";
import { toast } from "../../design/Toasts";
import { ChooseLocation } from "../stock/ChooseLocation";
import { EMPTY, readSale, type SaleField, type SaleForm } from "./saleForm";

const MOST = 100;

/** A new sale. Its units leave the stock at once, and nothing of it can be changed later. */
export function NewSale({ onDone }: { onDone: () => void }) {
  const { t, formats, locale } = useLanguage();
  const wanted = { sort: "name", limit: MOST, locale };
  const products =
    useQuery(answerQuery<ProductsBody>(["products", "by name", locale], "/products", wanted)).data
      ?.products ?? [];
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
  const product = products.find((one) => one.id === form.productId);
  const variant = product?.variants.find((one) => one.id === form.variantId);
  const change = (next: Partial<SaleForm>) => {
    making.another();
    setFaults((now) => now.filter((field) => !(field in next)));
    setForm({ ...form, ...next });
  };
  const choose = (productId = "") => {
    const variants = products.find((one) => one.id === productId)?.variants ?? [];
    change({ productId, variantId: variants.length === 1 ? (variants[0]?.id ?? "") : "" });
  };
  const submit = () => {
    const read = readSale(form, product ? formats.digits(product.currency) : 0);
    if ("asked" in read) making.mutate(read.asked);
    else setFaults(read.faults);
  };
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
      <Select
        label={t("staff.flash.field.productId")}
        value={form.productId || null}
        none={t("staff.flash.choose")}
        items={products.map((one) => one.id)}
        nameOf={(id) => products.find((one) => one.id === id)?.name ?? id}
        onChoose={choose}
        error={fault("productId")}
      />
      {product && product.variants.length > 1 && (
        <Select
          label={t("staff.flash.field.variantId")}
          value={form.variantId || null}
          none={t("staff.flash.choose")}
          items={product.variants.map((one) => one.id)}
          nameOf={(id) =>
            optionWords(product.variants.find((one) => one.id === id)?.options ?? {}) || id
          }
          onChoose={(variantId = "") => change({ variantId })}
          error={fault("variantId")}
        />
      )}
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
          currency={product?.currency ?? ""}
          hint={
            variant && product
              ? t("staff.flash.usual", { price: formats.price(variant.price, product.currency) })
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
