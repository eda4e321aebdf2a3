import type { MethodShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";

/** What a way costs where the goods come to so much, discounts aside. */
export const costOf = ({ price, freeOver }: MethodShown, goods: number): number =>
  freeOver !== null && goods > freeOver ? 0 : price;

/** Where goods are picked up, and when they arrive, as far as it is known. */
export function useWayWords() {
  const { t, formats } = useLanguage();
  return ({ pickup, arrivesFrom, arrivesBy }: MethodShown): string =>
    [
      pickup,
      arrivesFrom &&
        arrivesBy &&
        t(pickup ? "price.ready" : "price.arrives", {
          days: formats.days(arrivesFrom, arrivesBy),
        }),
    ]
      .filter(Boolean)
      .join(" · ");
}
