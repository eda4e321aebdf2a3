import { listQuery } from "../../base/api/queries";
import type { FlashSalesAnswer } from "../../base/api/schema";
import { learnSales } from "../../rooms/flash/queries";
import { ROWS } from "../desk/search";

export const staffSalesQuery = listQuery<FlashSalesAnswer>(
  ["staff", "flash-sales"],
  "/staff/flash-sales",
  { limit: ROWS },
  (page) => learnSales(page.flashSales),
);
