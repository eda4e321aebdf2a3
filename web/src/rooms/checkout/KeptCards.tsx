import { useLanguage } from "../../base/i18n/format";
import { Choice } from "../../design/Choice";
import { useCardName } from "../repeats/PaidBy";
import { type CardChosen, OTHER_CARD } from "./cardChoice";

/** One of the cards that are kept, or another. */
export function KeptCards({ card }: { card: CardChosen }) {
  const { t } = useLanguage();
  const named = useCardName();
  const cards = card.cards.map((one) => ({
    value: one.id,
    label: named(one),
    hint: t("repeats.cardUntil", {
      month: String(one.expiresMonth).padStart(2, "0"),
      year: String(one.expiresYear),
    }),
  }));
  const other = {
    value: OTHER_CARD,
    label: t("paying.otherCard"),
    hint: t("paying.otherCardHint"),
  };
  return (
    <Choice
      look="rows"
      legend={t("paying.keptCards")}
      value={card.value}
      onChange={card.choose}
      items={[...cards, other]}
    />
  );
}
