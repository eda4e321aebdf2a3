import { listQuery } from "../../base/api/queries";
import type { StaffSalesAnswer } from "../../base/api/schema";
import { learnSales } from "../../rooms/flash/queries";
import { ROWS } from "../desk/search";

export const staffSalesQuery = listQuery<StaffSalesAnswer>(
  ["staff", "flash-sales"],
  "/staff/flash-sales",
  { limit: ROWS },
  (page) => learnSales(page.flashSales),
);
