import { useQuery } from "@tanstack/react-query";
import type { RepeatBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { repeatedPrice } from "./queries";

/** When it is ordered next, what it comes to by the prices of now, and by how much that
 * differs from what was paid last. */
export function NextDay({ one }: { one: RepeatBody }) {
  const { t, formats } = useLanguage();
  const asked = repeatedPrice(one.items, one.every, one.shippingAddress, one.shippingMethod);
  const goods = one.items.length > 0 && one.items.every(({ gone }) => !gone);
  const price = useQuery({ ...asked, enabled: goods && one.nextOn !== null }).data;
  const { package: bought } = one;
  const next =
    price ??
    (bought && !bought.gone && bought.price !== null
      ? { total: bought.price, currency: bought.currency }
      : null);
  if (!one.nextOn) return null;
  const before = next?.currency === one.lastPaidCurrency ? one.lastPaid : null;
  const said = (sum: number) => formats.price(sum, one.lastPaidCurrency ?? "");
  return (
    <p className="flex flex-wrap gap-x-2">
      <span>
        {t("repeats.next")}{" "}
        <time dateTime={one.nextOn} className="font-semibold">
          {formats.dayAhead(one.nextOn)}
        </time>
      </span>
      {next && (
        <span className="tabular text-ink-soft" data-testid="repeat-total">
          {t("repeats.total", { price: formats.price(next.total, next.currency) })}
        </span>
      )}
      {next && before !== null && before !== next.total && (
        <span className="tabular" data-testid="repeat-before">
          {before < next.total
            ? t("repeats.dearer", { more: said(next.total - before), before: said(before) })
            : t("repeats.cheaper", { less: said(before - next.total), before: said(before) })}
        </span>
      )}
    </p>
  );
}
