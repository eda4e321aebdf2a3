import { useQuery } from "@tanstack/react-query";
import { configQuery } from "../../base/api/queries";
import type { MethodShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { costOf, useWayWords } from "../cart/ways";
import { hintQuery, type Of } from "./hint";

/** How it would come, what that costs and when it arrives, before anything is in the cart; nothing
 * in a shop that has no ways to deliver. */
export function DeliveryHint(of: Of) {
  const { t, locale, formats } = useLanguage();
  const words = useWayWords();
  const charges = useQuery(configQuery).data?.uses.charges ?? false;
  const { data } = useQuery({
    ...hintQuery(of, locale),
    enabled: charges,
    placeholderData: (before) => before,
  });
  if (!charges || (data && data.shippingMethods.length === 0 && data.delivers)) return null;
  const said = (way: MethodShown): string => {
    const price = costOf(way, data?.subtotal ?? 0);
    const cost = price === 0 ? t("price.free") : formats.price(price, data?.currency ?? "");
    const free =
      price > 0 &&
      way.freeOver !== null &&
      t("product.freeOver", { amount: formats.price(way.freeOver, data?.currency ?? "") });
    return [cost, free, words(way)].filter(Boolean).join(" · ");
  };
  const first = data?.shippingMethods.find(({ id }) => id === data.shippingMethod);
  const others = (data?.shippingMethods.length ?? 0) - 1;
  return (
    <section
      aria-label={t("price.delivery")}
      data-testid="delivery-hint"
      className="min-h-11 text-13"
    >
      {first && (
        <>
          <p>
            <span className="font-medium">{first.name}</span>{" "}
            <span className="text-ink-soft">{said(first)}</span>
          </p>
          {others > 0 && (
            <p className="text-ink-soft">{t("product.otherWays", { count: others })}</p>
          )}
        </>
      )}
      {data && !data.delivers && <p className="text-held-ink">{t("price.notThere")}</p>}
    </section>
  );
}
