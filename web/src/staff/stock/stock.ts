import { insist, newKey } from "../../base/api/client";
import { renew } from "../../base/api/queries";
import type { StaffVariant, StockByLocation, StockNow } from "../../base/api/schema";
import type { StockChange } from "../../base/api/types";
import { useLanguage } from "../../base/i18n/format";
import { useProblemWords } from "../../base/i18n/problem";
import { NO_LIMIT } from "../../design/SupplyBar";
import { toast } from "../../design/Toasts";
import { liveStock } from "../../rooms/stock/live";
import { undoing } from "./undo";
import { nameOf } from "./VariantTable";

export const MODES = ["deposit", "withdraw", "set"] as const;
export type Mode = (typeof MODES)[number];

interface Move {
  fromLocationId: string | undefined;
  toLocationId: string | undefined;
  quantity: number;
  reason: string;
}

/** Out of one location and into another, at once. */
export async function moveStock(variant: StaffVariant, move: Move, key: string) {
  await insist<StockByLocation>(`/staff/variants/${variant.variantId}/transfers`, move, key);
  void renew(["staff"]);
}

/** Changes stock and offers the undo, which the log shows beside what it undoes. */
export function useStockChange() {
  const { t } = useLanguage();
  const words = useProblemWords("staff");

  const send = async (variant: StaffVariant, change: StockChange, key: string) => {
    const path = `/staff/variants/${variant.variantId}/stock`;
    const changed = await insist<StockNow>(path, change, key);
    const { productId } = variant;
    liveStock.take([{ ...changed, productId, variantStock: changed.stock, nextReleaseAt: null }]);
    void renew(["staff"]);
    return changed;
  };

  const undo = async (variant: StaffVariant, back: StockChange) => {
    const name = nameOf(variant);
    try {
      const { stock } = await send(variant, back, newKey());
      toast({ title: t("staff.undone", { name, count: stock }), tone: "free" });
    } catch (error) {
      toast({ title: t("staff.undoFailed", { why: words(error) }), tone: "danger" });
    }
  };

  return async (variant: StaffVariant, change: StockChange, key: string) => {
    const changed = await send(variant, change, key);
    const undone = undoing(changed.moved, t("staff.undoReason", { reason: change.reason }));
    const back = undone && { ...undone, locationId: change.locationId };
    toast({
      title:
        changed.stock >= NO_LIMIT
          ? t("staff.unlimitedSaved", { name: nameOf(variant) })
          : t("staff.saved", { name: nameOf(variant), count: changed.stock }),
      action: back ? { label: t("staff.undo"), run: () => void undo(variant, back) } : undefined,
    });
  };
}
