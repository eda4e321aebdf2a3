import { Link } from "@tanstack/react-router";
import type { RepeatBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Badge } from "../../design/Badge";

/** What is ordered each time. */
export function RepeatLines({ items, package: prepaid }: Pick<RepeatBody, "items" | "package">) {
  const { t, formats } = useLanguage();
  return (
    <ul className="space-y-1">
      {prepaid && (
        <li className="flex flex-wrap items-baseline gap-x-2">
          <span className="font-medium wrap-anywhere">{prepaid.name}</span>
          {prepaid.price !== null && (
            <span className="tabular text-13 text-ink-soft">
              {formats.price(prepaid.price, prepaid.currency)}
            </span>
          )}
          {prepaid.gone && <Badge tone="gone">{t("repeats.gone")}</Badge>}
        </li>
      )}
      {items.map((item) => (
        <li key={item.variantId} className="flex flex-wrap items-baseline gap-x-2">
          <span className="tabular text-ink-soft">{item.quantity} ×</span>
          {item.handle ? (
            <Link
              to="/product/$handle"
              params={{ handle: item.handle }}
              search={{ variant: item.variantId }}
              className="font-medium wrap-anywhere hover:text-accent"
            >
              {item.name}
            </Link>
          ) : (
            <span className="font-medium wrap-anywhere">{item.name}</span>
          )}
          <span className="text-13 text-ink-soft">{Object.values(item.options).join(", ")}</span>
          {item.gone && <Badge tone="gone">{t("repeats.gone")}</Badge>}
        </li>
      ))}
    </ul>
  );
}
