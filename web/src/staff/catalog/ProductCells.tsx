import type { StaffProductRow } from "../../base/api/schema";
import { amountText, parseAmount } from "../../base/i18n/amount";
import { useLanguage } from "../../base/i18n/format";
import { Badge, type BadgeTone } from "../../design/Badge";
import { NO_LIMIT } from "../../design/SupplyBar";
import { useUnits } from "../../design/units";
import { useVariantSupply } from "../../rooms/stock/live";
import { STATUSES, type Status } from "./form";
import { InlineCell } from "./InlineCell";
import { toldLive, useRowChange, useRowStock } from "./inline";

const TONES: Record<Status, BadgeTone> = { active: "free", draft: "held", archived: "gone" };

interface Props {
  row: StaffProductRow;
}

export function StatusCell({ row }: Props) {
  const { t } = useLanguage();
  const { save, told } = useRowChange(row);
  const nameOf = (status: Status) => t(`products.statuses.${status}`);
  return (
    <InlineCell
      label={t("products.inline.status", { name: row.name })}
      shown={<Badge tone={TONES[row.status]}>{nameOf(row.status)}</Badge>}
      value={row.status}
      items={STATUSES}
      nameOf={nameOf}
      save={(status) => save("status", status)}
      told={told("status")}
    />
  );
}

/** Of one variant; of several it is from which to which, and changed in the editor. */
export function PriceCell({ row }: Props) {
  const { t, formats } = useLanguage();
  const { save, told, digits } = useRowChange(row);
  if (!row.variantId) {
    const [least, most] = [row.price, row.maxPrice].map((one) => formats.price(one, row.currency));
    return least === most ? least : `${least} – ${most}`;
  }
  const faultOf = (typed: string) => {
    if (typed.trim() === "") return t("products.fault.missing");
    return parseAmount(typed, digits) === null ? t("products.fault.amount") : null;
  };
  return (
    <InlineCell
      number
      label={t("products.inline.price", { name: row.name })}
      shown={formats.price(row.price, row.currency)}
      value={amountText(row.price, digits)}
      faultOf={faultOf}
      save={(typed) => save("price", typed)}
      told={told("price")}
    />
  );
}

export function DiscountCell({ row }: Props) {
  const { t, formats } = useLanguage();
  const { save, told, digits } = useRowChange(row);
  const amount = row.discountPrice;
  const faultOf = (typed: string) =>
    typed.trim() && parseAmount(typed, digits) === null ? t("products.fault.amount") : null;
  return (
    <InlineCell
      number
      label={t("products.inline.discount", { name: row.name })}
      shown={amount === null ? "–" : formats.price(amount, row.currency)}
      value={amount === null ? "" : amountText(amount, digits)}
      faultOf={faultOf}
      save={(typed) => save("discount", typed)}
      told={told("discount")}
    />
  );
}

/** As it is now; of one variant it can be typed, where it has a limit. */
export function StockCell({ row }: Props) {
  const { t } = useLanguage();
  const units = useUnits();
  const live = useVariantSupply(toldLive(row));
  const save = useRowStock(row);
  const stock = live?.stock ?? row.stock;
  const shown = <span className={stock === 0 ? "text-ink-soft" : undefined}>{units(stock)}</span>;
  if (!row.variantId || stock >= NO_LIMIT) return shown;
  return (
    <InlineCell
      number
      label={t("products.inline.stock", { name: row.name })}
      shown={shown}
      value={String(stock)}
      faultOf={(typed) => (/^\d{1,9}$/.test(typed.trim()) ? null : t("products.fault.count"))}
      save={(typed) => save(typed.trim())}
    />
  );
}
