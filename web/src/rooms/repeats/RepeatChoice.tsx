import { useQuery } from "@tanstack/react-query";
import { useLanguage } from "../../base/i18n/format";
import { useUses } from "../../base/shop";
import { Choice } from "../../design/Choice";
import { useEvery } from "./every";
import { repeatOfferQuery } from "./queries";

interface Props {
  productId: string;
  /** Empty: once. */
  value: string;
  onChange: (every: string) => void;
}

/** Once, or again and again: only where the product may be ordered so. */
export function RepeatChoice({ productId, value, onChange }: Props) {
  const { t } = useLanguage();
  const every = useEvery();
  const enabled = useUses().repeats;
  const offer = useQuery({ ...repeatOfferQuery(productId), enabled }).data;
  if (!enabled || !offer || offer.intervals.length === 0) return null;
  const less = offer.percent > 0 ? ` −${offer.percent}%` : "";
  return (
    <div className="space-y-2" data-testid="repeat-choice">
      <Choice
        legend={t("repeats.howOften")}
        value={value}
        onChange={onChange}
        items={[
          { value: "", label: t("repeats.once") },
          ...offer.intervals.map((one) => ({ value: one, label: every(one) + less })),
        ]}
      />
      {value && <p className="text-13 text-ink-soft">{t("repeats.hint")}</p>}
    </div>
  );
}
