import { useQuery } from "@tanstack/react-query";
import type { RepeatBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { repeatedPrice } from "./queries";

/** When it is ordered next, and what its goods and their delivery come to by the prices of now. */
export function NextDay({ one }: { one: RepeatBody }) {
  const { t, formats } = useLanguage();
  const asked = repeatedPrice(one.items, one.every, one.shippingAddress, one.shippingMethod);
  const goods = one.items.length > 0 && one.items.every(({ gone }) => !gone);
  const price = useQuery({ ...asked, enabled: goods && one.nextOn !== null }).data;
  if (!one.nextOn) return null;
  return (
    <p className="flex flex-wrap gap-x-2">
      <span>
        {t("repeats.next")}{" "}
        <time dateTime={one.nextOn} className="font-semibold">
          {formats.dayAhead(one.nextOn)}
        </time>
      </span>
      {price && (
        <span className="tabular text-ink-soft" data-testid="repeat-total">
          {t("repeats.total", { price: formats.price(price.total, price.currency) })}
        </span>
      )}
    </p>
  );
}
