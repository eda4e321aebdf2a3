import type { SellerBody } from "../../base/api/schema";
import type { BadgeTone } from "../../design/Badge";

/** How each state of a seller looks. */
export const STANDINGS: Record<SellerBody["standing"], BadgeTone> = {
  applied: "held",
  approved: "free",
  refused: "gone",
  suspended: "danger",
  leaving: "held",
  closed: "gone",
};
