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
    <li className="flex flex-wrap justify-between gap-x-4 gap-y-1 py-2">
      <span className="min-w-0 grow basis-40 wrap-anywhere">
        {t(`seller.kind.${movement.kind}`)}
        {movement.orderNumber && ` · ${movement.orderNumber}`}
        <span className="block text-13 text-ink-soft">
          <Moment at={movement.at} />
        </span>
      </span>
      <span className="tabular ml-auto text-right">
        {formats.priceChange(movement.change, currency)}
        <span className="block text-13 text-ink-soft">
          {t("seller.after", { price: formats.price(movement.balance, currency) })}
        </span>
      </span>
    </li>
  );
}
