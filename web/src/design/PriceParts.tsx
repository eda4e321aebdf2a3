import type { PartShown } from "../base/api/schema";
import { useLanguage } from "../base/i18n/format";
import { classes } from "./classes";

interface Props {
  parts: PartShown[];
  currency: string;
  className?: string;
}

/** How a total came about: each amount, and why it is what it is. */
export function PriceParts({ parts, currency, className }: Props) {
  const { t, formats } = useLanguage();
  const cost = ({ kind, amount, contained }: PartShown): string => {
    if (contained) return t("price.contained", { price: formats.price(amount, currency) });
    if (kind === "shipping" && amount === 0) return t("price.free");
    return kind === "discount"
      ? formats.priceChange(amount, currency)
      : formats.price(amount, currency);
  };
  return (
    <dl className={classes("tabular space-y-2", className)} data-testid="price-parts">
      {parts.map((part) => (
        <div
          key={`${part.kind} ${part.title} ${part.why}`}
          data-testid={part.kind === "discount" ? "discount" : undefined}
          className="flex items-start justify-between gap-4"
        >
          <dt className="min-w-0 wrap-anywhere">
            <span className={part.kind === "discount" ? "text-free" : "text-ink-soft"}>
              {part.title}
            </span>
            {part.why !== cost(part) && (
              <span className="block text-13 text-ink-soft">{part.why}</span>
            )}
          </dt>
          <dd
            className={classes(
              "shrink-0",
              part.kind === "discount" ? "text-free" : "text-ink-soft",
            )}
          >
            {cost(part)}
          </dd>
        </div>
      ))}
    </dl>
  );
}
