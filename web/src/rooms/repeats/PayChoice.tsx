import { useQuery } from "@tanstack/react-query";
import { configQuery } from "../../base/api/queries";
import type { RepeatBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useUses } from "../../base/shop";
import { Choice } from "../../design/Choice";
import { useCardName } from "./PaidBy";
import { keptCards } from "./queries";

/** What is sent of a choice: `link`, `wallet`, or the card of this id. */
export function payAsked(value: string) {
  if (value === "link" || value === "wallet") return { payBy: value } as const;
  return { payBy: "card", cardId: value } as const;
}

export const paidNow = (one: RepeatBody): string => one.card?.id ?? one.payBy;

interface Props {
  one: RepeatBody;
  value: string;
  onChange: (value: string) => void;
}

/** By a link, from the wallet, or by one of the cards that are kept. */
export function PayChoice({ one, value, onChange }: Props) {
  const { t } = useLanguage();
  const named = useCardName();
  const wallets = useUses().wallet;
  const keeps = useQuery(configQuery).data?.providers.some(
    (each) => each.keepsCards && each.chargesLater,
  );
  const kept = useQuery({ ...keptCards, enabled: keeps === true, retry: false }).data?.cards ?? [];
  const cards = kept.filter(({ charged }) => charged).map((card) => ({ ...card, id: card.id }));
  const now = one.card;
  const known = now?.id && !cards.some(({ id }) => id === now.id) ? [{ ...now, id: now.id }] : [];
  const items = [
    { value: "link", label: t("repeats.payBy.link") },
    ...(wallets || one.payBy === "wallet"
      ? [{ value: "wallet", label: t("repeats.payBy.wallet") }]
      : []),
    ...[...known, ...cards].map((card) => ({
      value: card.id,
      label: named(card),
      hint: t("repeats.cardUntil", {
        month: String(card.expiresMonth).padStart(2, "0"),
        year: String(card.expiresYear),
      }),
    })),
  ];
  if (items.length < 2) return null;
  return (
    <div className="space-y-2">
      <Choice
        look="rows"
        legend={t("repeats.payTitle")}
        value={value}
        onChange={onChange}
        items={items}
      />
      {value !== "link" && value !== "wallet" && (
        <p className="text-13 text-ink-soft">{t("repeats.consent")}</p>
      )}
    </div>
  );
}
