import type { SellerMovementBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Moment } from "../../design/Moment";

interface Props {
  movement: SellerMovementBody;
  currency: string;
}

/** One change of somebody's money, and the balance after it. */
export function Movement({ movement, currency }: Props) {
  const { t, formats } = useLanguage();
  return (
    <li className="py-2">
      <span className="flex justify-between gap-x-4">
        <span className="min-w-0 wrap-anywhere">
          {t(`seller.kind.${movement.kind}`)}
          {movement.orderNumber && ` · ${movement.orderNumber}`}
        </span>
        <span className="tabular shrink-0">{formats.priceChange(movement.change, currency)}</span>
      </span>
      <span className="flex flex-wrap justify-between gap-x-4 text-13 text-ink-soft">
        <Moment at={movement.at} />
        <span className="tabular ml-auto">
          {t("seller.after", { price: formats.price(movement.balance, currency) })}
        </span>
      </span>
    </li>
  );
}
