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
            <span className="block text-13 text-ink-soft">{part.why}</span>
          </dt>
          <dd
            className={classes(
              "shrink-0",
              part.kind === "discount" ? "text-free" : "text-ink-soft",
            )}
          >
            {part.contained
              ? t("price.contained", { price: formats.price(part.amount, currency) })
              : part.kind === "shipping" && part.amount === 0
                ? t("price.free")
                : part.kind === "discount"
                  ? formats.priceChange(part.amount, currency)
                  : formats.price(part.amount, currency)}
          </dd>
        </div>
      ))}
    </dl>
  );
}
