import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { newKey, post } from "../../base/api/client";
import type { SettingsBody, ShippingPreview } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Field } from "../../design/Field";
import { MoneyField } from "./MoneyField";

/** What a cart would be offered by what is typed, before it is saved. */
export function ShippingTry({ values }: { values: SettingsBody }) {
  const { t, formats } = useLanguage();
  const currency = values.currency ?? "";
  const [place, setPlace] = useState(values.region ?? "");
  const [grams, setGrams] = useState("1000");
  const [amount, setAmount] = useState(0);
  const asking = useMutation({
    mutationFn: () =>
      post<ShippingPreview>(
        "/staff/settings/shipping-preview",
        {
          shippingMethods: values.shippingMethods,
          shippingZones: values.shippingZones,
          dispatch: values.dispatch,
          currency,
          amount,
          grams: Number(grams) || 0,
          ...(place ? { place } : {}),
        },
        newKey(),
      ),
  });
  return (
    <div className="space-y-3">
      <h3 className="text-15 font-semibold">{t("charges.try.title")}</h3>
      <div className="grid items-start gap-3 sm:grid-cols-3">
        <Field
          label={t("charges.try.place")}
          value={place}
          maxLength={6}
          onChange={({ target }) => setPlace(target.value.trim().toUpperCase())}
        />
        <Field
          label={t("charges.try.grams")}
          inputMode="numeric"
          value={grams}
          onChange={({ target }) => setGrams(target.value)}
        />
        <MoneyField
          label={t("charges.try.amount")}
          currency={currency}
          value={amount}
          onAmount={(typed) => setAmount(typed || 0)}
        />
      </div>
      <Button looks type="button" busy={asking.isPending} onClick={() => asking.mutate()}>
        {t("charges.try.show")}
      </Button>
      {asking.isError && <Refusal reader="staff" error={asking.error} />}
      <div role="status" data-testid="shipping-try">
        {asking.data?.offered.length === 0 && <p>{t("charges.try.none")}</p>}
        <ul className="divide-y divide-line">
          {asking.data?.offered.map((one) => (
            <li key={one.id} className="flex flex-wrap justify-between gap-x-4 py-2">
              <span>
                {one.name}
                {one.arrivesFrom && one.arrivesBy && (
                  <span className="block text-13 text-ink-soft">
                    {formats.days(one.arrivesFrom, one.arrivesBy)}
                  </span>
                )}
              </span>
              <span className="tabular">{formats.price(one.price, currency)}</span>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
