import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { configQuery } from "../base/api/queries";
import { Notice } from "./Notice";

/** Whether the shop is known to take no orders: nobody could be paid. Unknown, it is open, so that
 * a page does not change under its reader; the server refuses then, in the same words. */
export function useClosed(): boolean {
  return useQuery(configQuery).data?.selling === false;
}

/** In place of what leads to a payment, and as high. */
export function Closed() {
  const { t } = useTranslation();
  return (
    <div className="min-h-21" data-testid="closed">
      <Notice title={t("selling.closed")} silent />
    </div>
  );
}
