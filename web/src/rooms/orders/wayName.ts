import { useQuery } from "@tanstack/react-query";
import { configQuery } from "../../base/api/queries";
import type { OrderShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { wayOf } from "../../base/wayOf";
import { heldMeanwhile } from "./heldMeanwhile";

/** What pays an order, by hand as the till called it. */
export function useWayName(order: OrderShown): (provider: string) => string {
  const { t } = useLanguage();
  const providers = useQuery(configQuery).data?.providers;
  return (provider) => {
    const way = wayOf(provider);
    if (way !== "manual") return t(`orderPage.ways.${way}`);
    const title = providers?.find(({ kind }) => kind === "manual")?.title;
    return title || t(`paying.manual.${heldMeanwhile(order)}`);
  };
}
