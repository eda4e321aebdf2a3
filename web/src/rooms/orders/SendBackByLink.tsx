import { useQuery } from "@tanstack/react-query";
import { Navigate } from "@tanstack/react-router";
import { useState } from "react";
import { asProblem } from "../../base/api/problem";
import { useLanguage } from "../../base/i18n/format";
import { useOrderLink } from "../../base/orderLink";
import { useTitle } from "../../base/shop";
import { Failure } from "../../design/Failure";
import { Skeleton } from "../../design/Skeleton";
import { SendBack } from "../returns/SendBackPage";
import { orderLinkQuery } from "./byLink";
import { ReadsItsMail } from "./ReadsItsMail";

/** A guest sends goods back on a device on which they did not buy them: the order's page by its
 * link asks first whether they read its mail. Where that is to be shown again meanwhile, it is
 * asked here, and what was chosen stays. */
export function SendBackByLink() {
  const { t } = useLanguage();
  const link = useOrderLink();
  useTitle(t("return.ask"));
  const looked = useQuery(orderLinkQuery(link));
  const confirmed = looked.data?.confirmed;
  const [wasConfirmed, setWasConfirmed] = useState("");
  if (confirmed && wasConfirmed !== link) setWasConfirmed(link);
  const lost = looked.isError && !asProblem(looked.error).passing;
  if (link === "" || lost || (confirmed === false && wasConfirmed !== link))
    return <Navigate replace to="/order" hash={link} />;
  if (!looked.data && looked.isError)
    return <Failure whole error={looked.error} onRetry={() => void looked.refetch()} />;
  if (!looked.data) return <Skeleton className="page my-8 h-80 w-full max-w-2xl" />;
  const { order } = looked.data;
  return (
    <>
      {confirmed === false && (
        <div className="page max-w-2xl pt-6">
          <ReadsItsMail to="return" />
        </div>
      )}
      <SendBack
        key={link}
        orderId={order.id}
        order={order}
        error={looked.error}
        onRetry={() => void looked.refetch()}
      />
    </>
  );
}
