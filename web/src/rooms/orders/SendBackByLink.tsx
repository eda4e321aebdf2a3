import { useQuery } from "@tanstack/react-query";
import { Navigate, useLocation } from "@tanstack/react-router";
import { useState } from "react";
import { useLanguage } from "../../base/i18n/format";
import { useTitle } from "../../base/shop";
import { Skeleton } from "../../design/Skeleton";
import { SendBack } from "../returns/SendBackPage";
import { orderLinkQuery } from "./byLink";

/** A guest sends goods back on a device on which they did not buy them: the order's page by its
 * link asks first whether they read its mail. */
export function SendBackByLink() {
  const { t } = useLanguage();
  const { hash } = useLocation();
  const [link] = useState(hash);
  useTitle(t("return.ask"));
  const looked = useQuery(orderLinkQuery(link));
  if (link === "" || looked.isError || looked.data?.confirmed === false)
    return <Navigate replace to="/order" hash={link} />;
  if (!looked.data) return <Skeleton className="page my-8 h-80 w-full max-w-2xl" />;
  const { order } = looked.data;
  return (
    <SendBack
      orderId={order.id}
      order={order}
      error={looked.error}
      onRetry={() => void looked.refetch()}
    />
  );
}
