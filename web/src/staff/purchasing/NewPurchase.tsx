import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { insist } from "../../base/api/client";
import type { PurchaseBody } from "../../base/api/schema";
import { parseAmount } from "../../base/i18n/amount";
import { useLanguage } from "../../base/i18n/format";
import { AmountField } from "../../design/AmountField";
import { Button } from "../../design/Button";
import { Field, Select } from "../../design/Field";
import { ActDialog } from "../desk/ActDialog";
import { FindVariant } from "../stock/FindVariant";
import { allLocationsQuery } from "../stock/locations";
import { nameOf } from "../stock/VariantTable";
import { readLines, type TypedLine, unitsOf } from "./purchaseForm";
import { PURCHASES, renewPurchases } from "./queries";

/** Goods that were ordered from a supplier: which, how many, for how much, and when they come. */
export function NewPurchase({ onClose }: { onClose: () => void }) {
  const { t, formats } = useLanguage();
  const places = useQuery(allLocationsQuery).data?.locations.filter((one) => one.active) ?? [];
  const [supplier, setSupplier] = useState("");
  const [locationId, setLocation] = useState<string>();
  const [currency, setCurrency] = useState("");
  const [expectedOn, setExpected] = useState("");
  const [note, setNote] = useState("");
  const [lines, setLines] = useState<TypedLine[]>([]);
  const money = currency.trim().toUpperCase();
  const moneyBad = !/^[A-Z]{3}$/.test(money);
  const digits = moneyBad ? 2 : formats.digits(money);
  const read = readLines(lines, digits);
  const unnamed = supplier.trim() === "";
  const put = (at: number, next: Partial<TypedLine>) =>
    setLines(lines.map((one, index) => (index === at ? { ...one, ...next } : one)));
  return (
    <ActDialog
      title={t("purchase.make")}
      text={t("purchase.makeText")}
      act={t("purchase.make")}
      sound={!unnamed && !moneyBad && read !== null}
      send={(key) =>
        insist<PurchaseBody>(
          PURCHASES,
          {
            supplier,
            currency: money,
            note,
            expectedOn: expectedOn || null,
            lines: read,
            ...(locationId ? { locationId } : {}),
          },
          key,
        )
      }
      onDone={renewPurchases}
      told={({ number }) => t("purchase.made", { number })}
      onClose={onClose}
    >
      {(tried) => (
        <>
          <Field
            data-first
            label={t("purchase.supplier")}
            value={supplier}
            maxLength={100}
            onChange={({ target }) => setSupplier(target.value)}
            error={tried && unnamed ? t("purchase.supplierMissing") : null}
          />
          <div className="grid gap-4 sm:grid-cols-2">
            <Field
              type="date"
              label={t("purchase.expectedOn")}
              value={expectedOn}
              onChange={({ target }) => setExpected(target.value)}
              hint={t("purchase.expectedHint")}
            />
            <Field
              label={t("purchase.currency")}
              value={currency}
              maxLength={3}
              onChange={({ target }) => setCurrency(target.value)}
              error={tried && moneyBad ? t("purchase.currencyBad") : null}
            />
          </div>
          {places.length > 1 && (
            <Select
              label={t("purchase.location")}
              value={locationId ?? places.find((one) => one.first)?.id}
              items={places.map((one) => one.id)}
              nameOf={(id) => places.find((one) => one.id === id)?.name ?? id}
              onChoose={setLocation}
            />
          )}
          {lines.map((one, at) => (
            <fieldset key={one.variantId} className="rounded-m border border-line p-3">
              <legend className="px-1 text-13 font-medium wrap-anywhere">{nameOf(one)}</legend>
              <div className="grid gap-3 sm:grid-cols-2">
                <Field
                  inputMode="numeric"
                  label={t("product.quantity")}
                  value={one.quantity}
                  maxLength={7}
                  onChange={({ target }) => put(at, { quantity: target.value })}
                  error={tried && unitsOf(one.quantity) === null ? t("purchase.quantityBad") : null}
                />
                <AmountField
                  label={t("purchase.unitCost")}
                  currency={money}
                  value={one.cost}
                  onChange={({ target }) => put(at, { cost: target.value })}
                  error={
                    tried && parseAmount(one.cost, digits) === null ? t("purchase.costBad") : null
                  }
                />
              </div>
              <Button
                kind="plain"
                size="s"
                className="mt-2"
                aria-label={t("parts.removeOf", { name: nameOf(one) })}
                onClick={() => setLines(lines.filter((other) => other !== one))}
              >
                {t("parts.remove")}
              </Button>
            </fieldset>
          ))}
          {tried && lines.length === 0 && (
            <p className="text-13 text-danger">{t("purchase.noLines")}</p>
          )}
          <FindVariant
            label={t("purchase.find")}
            not={lines.map(({ variantId }) => variantId)}
            onAdd={(one) => {
              setLines([...lines, { ...one, quantity: "1", cost: "" }]);
              if (currency === "") setCurrency(one.currency);
            }}
          />
          <Field
            label={t("staff.column.note")}
            value={note}
            maxLength={500}
            onChange={({ target }) => setNote(target.value)}
          />
        </>
      )}
    </ActDialog>
  );
}
