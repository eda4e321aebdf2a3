import { useState } from "react";
import type { PriceAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Choice } from "../../design/Choice";
import { Field } from "../../design/Field";
import { wishCoupon } from "../cart/coupon";
import { costOf, useWayWords } from "../cart/ways";
import { useHasCodes, usePriceWish, wishPrice } from "./price";

interface Props {
  price: PriceAnswer | undefined;
  /** Of the goods. */
  currency: string;
}

/** A promo code and a way to deliver, where the shop has them. */
export function PriceChoices({ price, currency }: Props) {
  return (
    <>
      <ShippingChoice price={price} currency={currency} />
      <PromoCode key={currency} price={price} currency={currency} />
    </>
  );
}

function ShippingChoice({ price, currency }: Props) {
  const { t, formats } = useLanguage();
  const { method } = usePriceWish(currency);
  const words = useWayWords();
  if (!price) return null;
  const [only] = price.shippingMethods;
  if (!price.delivers) return <p className="text-13 text-ink-soft">{t("price.notThere")}</p>;
  if (price.shippingMethods.length < 2) {
    const told = only && words(only);
    return told ? <p className="text-13 text-ink-soft">{told}</p> : null;
  }
  return (
    <Choice
      legend={t("price.delivery")}
      look="rows"
      value={method ?? price.shippingMethod ?? undefined}
      onChange={(method) => wishPrice({ method })}
      items={price.shippingMethods.map((each) => {
        const cost = costOf(each, price.subtotal);
        return {
          value: each.id,
          label: each.name,
          hint: [cost === 0 ? t("price.free") : formats.price(cost, price.currency), words(each)]
            .filter(Boolean)
            .join(" · "),
        };
      })}
    />
  );
}

function PromoCode({ price, currency }: Props) {
  const { t, formats } = useLanguage();
  const { promoCode } = usePriceWish(currency);
  const hasCodes = useHasCodes();
  const [typed, setTyped] = useState(promoCode);
  if (!hasCodes && !promoCode) return null;
  const why = price?.trouble?.field === "promoCode" ? price.trouble : null;
  const trouble = why?.currency
    ? t("price.codeOfOther", {
        of: formats.currencyName(why.currency),
        currency: formats.currencyName(currency),
      })
    : why?.detail;
  const apply = (code: string) => {
    setTyped(code);
    wishPrice({ promoCode: code, codeFor: currency });
    if (code) wishCoupon("none");
  };
  const applied = promoCode !== "" && typed.trim() === promoCode;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        apply(typed.trim());
      }}
    >
      <Field
        label={t("price.code")}
        value={typed}
        maxLength={100}
        autoComplete="off"
        autoCapitalize="characters"
        onChange={(event) => setTyped(event.target.value)}
        error={applied ? trouble : null}
        end={
          applied ? (
            <Button type="button" size="s" kind="plain" onClick={() => apply("")}>
              {t("price.removeCode")}
            </Button>
          ) : (
            <Button type="submit" size="s" kind="plain" disabled={!typed.trim()}>
              {t("form.apply")}
            </Button>
          )
        }
      />
    </form>
  );
}
