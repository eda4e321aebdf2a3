import type { RepeatBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";

export interface CardNamed {
  brand: string;
  lastDigits: string;
}

/** A card as people know it: brand and last digits. */
export function useCardName(): (card: CardNamed) => string {
  const { t } = useLanguage();
  return ({ brand, lastDigits }) =>
    t("repeats.card", {
      brand: brand.charAt(0).toUpperCase() + brand.slice(1),
      digits: lastDigits,
    });
}

/** How a repeat order is paid, and whether its card will do. */
export function PaidBy({ one }: { one: Pick<RepeatBody, "card" | "payBy" | "status"> }) {
  const { t } = useLanguage();
  const named = useCardName();
  const { card } = one;
  if (!card) return <p>{t(`repeats.payBy.${one.payBy}`)}</p>;
  return (
    <>
      <p className="tabular">{t("repeats.byCard", { card: named(card) })}</p>
      {card.expiresMonth !== null && (
        <p className="tabular">
          {t("repeats.cardUntil", {
            month: String(card.expiresMonth).padStart(2, "0"),
            year: String(card.expiresYear),
          })}
        </p>
      )}
      {card.expiresBefore && one.status !== "ended" && (
        <p className="font-medium text-danger">{t("repeats.cardOver")}</p>
      )}
    </>
  );
}
