import type { StaffOrderAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Check } from "../../design/Field";
import { ChooseUnits } from "../../rooms/orders/ChooseUnits";

interface Props {
  items: StaffOrderAnswer["order"]["items"];
  /** Of each line, in line order. */
  units: number[];
  onChange: (units: number[]) => void;
  /** Whether they go back on sale; null where they were sent. */
  onSale: boolean | null;
  onSaleChange: (next: boolean) => void;
}

/** For which units money goes back: their part of what was paid, tax and discounts included. What
 * was never packed goes back on sale with it. */
export function RefundUnits({ items, units, onChange, onSale, onSaleChange }: Props) {
  const { t } = useLanguage();
  if (items.length === 0) return null;
  return (
    <>
      <ChooseUnits
        legend={t("staffOrder.units")}
        items={items}
        left={items.map(({ quantity, returned }) => quantity - returned)}
        units={units}
        onChange={onChange}
      />
      {onSale !== null && (
        <Check
          label={t("staffOrder.backOnSale")}
          checked={onSale}
          onChange={({ target }) => onSaleChange(target.checked)}
        />
      )}
    </>
  );
}
