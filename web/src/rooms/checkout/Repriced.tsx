import { useLanguage } from "../../base/i18n/format";
import { type Cart, repriced } from "../cart/cart";

/** Which goods cost something else now: of each what a unit was, and what it is. */
export function Repriced({ cart }: { cart: Cart }) {
  const { formats } = useLanguage();
  const others = repriced(cart);
  if (others.length === 0) return null;
  return (
    <ul className="space-y-1" data-testid="repriced">
      {others.map(({ variantId, name, options, price, priceBefore, currency }) => (
        <li key={variantId} className="wrap-anywhere">
          {[name, ...Object.values(options)].join(" · ")}
          {": "}
          <Both
            before={formats.price(priceBefore, currency)}
            now={formats.price(price, currency)}
          />
        </li>
      ))}
    </ul>
  );
}

/** What it was, and what it is. */
export function Both({ before, now }: { before: string; now: string }) {
  const { t } = useLanguage();
  return (
    <span className="tabular">
      <s className="text-ink-soft">
        <span className="sr-only">{t("price.before")} </span>
        {before}
      </s>{" "}
      <strong>{now}</strong>
    </span>
  );
}
