import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { configQuery } from "../../base/api/queries";
import { useLanguage } from "../../base/i18n/format";
import { useUses } from "../../base/shop";
import { EveryChoice } from "./EveryChoice";
import { type Line, repeatedPrice, repeatOfferQuery } from "./queries";

interface Props {
  of: Line;
  /** Empty: once. */
  value: string;
  onChange: (every: string) => void;
}

/** Once, or again and again: only where the product may be ordered so. */
export function RepeatChoice({ of, value, onChange }: Props) {
  const { t } = useLanguage();
  const enabled = useUses().repeats;
  const offer = useQuery({ ...repeatOfferQuery(of.productId), enabled }).data;
  const charges = useQuery(configQuery).data?.providers.some((one) => one.chargesLater);
  if (!enabled || !offer || offer.intervals.length === 0) return null;
  const less = offer.percent > 0 ? ` −${offer.percent}%` : "";
  return (
    <div className="space-y-2" data-testid="repeat-choice">
      <EveryChoice intervals={offer.intervals} less={less} value={value} onChange={onChange} />
      {offer.percent > 0 && <Price of={of} every={value || (offer.intervals[0] ?? "")} />}
      {value && (
        <p className="text-13 text-ink-soft">{t(charges ? "repeats.hintCard" : "repeats.hint")}</p>
      )}
    </div>
  );
}

/** What the goods come to each time, by the server's own sums. */
function Price({ of, every }: { of: Line; every: string }) {
  const { t, formats } = useLanguage();
  const { data } = useQuery({ ...repeatedPrice([of], every), placeholderData: keepPreviousData });
  if (!data) return <p className="min-h-5" />;
  return (
    <p className="tabular min-h-5 text-13 font-medium" data-testid="repeat-price">
      {t("repeats.price", {
        price: formats.price(data.subtotal - data.discount, data.currency),
        before: formats.price(data.subtotal, data.currency),
      })}
    </p>
  );
}
