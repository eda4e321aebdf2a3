import { Link, useMatchRoute } from "@tanstack/react-router";
import { leftText } from "../base/countdown";
import { useLanguage } from "../base/i18n/format";
import { useServerNow } from "../base/now";
import { Icon } from "../design/Icon";
import { useHold } from "../rooms/cart/hold";

/** On every other page: something is held for you, and how long still. */
export function HoldChip() {
  const { t, locale } = useLanguage();
  const hold = useHold();
  const now = useServerNow(hold !== null);
  const here = useMatchRoute()({ to: "/checkout/$orderId" });
  const seconds = hold ? (Date.parse(hold.expiresAt) - now) / 1000 : 0;
  if (!hold || seconds <= 0 || here) return null;
  const time = leftText(seconds, locale);
  return (
    <Link
      to="/checkout/$orderId"
      params={{ orderId: hold.orderId }}
      aria-label={`${t("order.pay")}, ${t("checkout.leftFor", { time })}`}
      className="tabular inline-flex min-h-8 items-center gap-1.5 rounded-full border border-accent bg-accent-soft px-2.5 text-13 font-medium text-accent"
    >
      <Icon name="clock" size={16} />
      {time}
    </Link>
  );
}
