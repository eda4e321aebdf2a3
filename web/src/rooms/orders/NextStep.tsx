import { Link } from "@tanstack/react-router";
import type { OrderShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { isOfPackage, nextOf } from "./words";

/** What happens next to an order, and where what is prepaid with it is looked after. */
export function NextStep({ order, byLink }: { order: OrderShown; byLink?: boolean }) {
  const { t, formats } = useLanguage();
  const { answerDue, gift, status } = order;
  const expiresAt = answerDue?.until ?? order.expiresAt;
  const day = gift?.mailed ?? gift?.on;
  return (
    <>
      <span className="wrap-anywhere">
        {t(`orderPage.nexts.${nextOf(order, byLink)}`, {
          time: expiresAt ? formats.until(expiresAt) : "",
          day: day ? formats.dayAhead(day) : "",
          email: gift?.toEmail ?? "",
        })}
      </span>
      {status === "paid" && !byLink && isOfPackage(order) && (
        <Link to="/prepaid" className="block text-accent underline underline-offset-4 print:hidden">
          {t("orderPage.toPrepaid")}
        </Link>
      )}
    </>
  );
}
