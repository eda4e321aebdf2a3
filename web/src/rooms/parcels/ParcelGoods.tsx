import type { ParcelShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";

/** What is in a parcel. */
export function ParcelGoods({ lines }: { lines: ParcelShown["lines"] }) {
  const { t } = useLanguage();
  return (
    <ul className="space-y-1">
      {lines.map(({ line, productName, options, quantity }) => (
        <li key={line} className="flex justify-between gap-4">
          <span className="min-w-0 wrap-anywhere">
            {[productName, ...Object.values(options)].join(" · ")}
          </span>
          <span className="tabular shrink-0 text-ink-soft">
            {t("parcel.pieces", { count: quantity })}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** With whom it goes, and under which number. */
export function useCarrierWords(): (
  parcel: Pick<ParcelShown, "carrier" | "tracking">,
) => string | null {
  const { t } = useLanguage();
  return ({ carrier, tracking }) => {
    if (!carrier) return null;
    return tracking ? t("parcel.byNumber", { carrier, number: tracking }) : carrier;
  };
}
