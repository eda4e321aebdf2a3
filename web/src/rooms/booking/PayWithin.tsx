import { leftText } from "../../base/countdown";
import { useLanguage } from "../../base/i18n/format";
import { useServerNow } from "../../base/now";

/** So much is to be paid, and how long the time is still held for it. */
export function PayWithin(props: { amount: number; currency: string; at: string }) {
  const { t, formats, locale } = useLanguage();
  const seconds = (Date.parse(props.at) - useServerNow()) / 1000;
  return (
    <p className="tabular font-medium text-held-ink" data-testid="pay-within">
      {seconds > 0
        ? t("bookings.payWithin", {
            price: formats.price(props.amount, props.currency),
            time: leftText(seconds, locale),
          })
        : t("bookings.over")}
    </p>
  );
}
