import { useQuery } from "@tanstack/react-query";
import { Navigate } from "@tanstack/react-router";
import { asProblem } from "../../base/api/problem";
import { useLanguage } from "../../base/i18n/format";
import { useOrderLink } from "../../base/orderLink";
import { useTitle } from "../../base/shop";
import { Failure } from "../../design/Failure";
import { Skeleton } from "../../design/Skeleton";
import { BookSteps } from "../booking/BookPage";
import { orderLinkQuery } from "./byLink";
import { ReadsItsMail } from "./ReadsItsMail";

/** A guest moves their booking on a device on which they did not book it; where they have to show
 * again that they read its mail, it is asked here. */
export function MoveByLink() {
  const { t } = useLanguage();
  const link = useOrderLink();
  useTitle(t("bookings.move"));
  const looked = useQuery(orderLinkQuery(link));
  if (link === "" || (looked.isError && !asProblem(looked.error).passing))
    return <Navigate replace to="/order" hash={link} />;
  if (!looked.data && looked.isError)
    return <Failure whole error={looked.error} onRetry={() => void looked.refetch()} />;
  if (!looked.data) return <Skeleton className="page my-8 h-80 w-full max-w-2xl" />;
  const { order, confirmed } = looked.data;
  if (!order.bookingId) return <Navigate replace to="/order" hash={link} />;
  if (confirmed) return <BookSteps key={link} move={order.bookingId} />;
  return (
    <div className="page max-w-2xl py-6">
      <ReadsItsMail to="booked" />
    </div>
  );
}
