import { insist } from "../../base/api/client";
import type {
  BulkAnswer,
  BulkRowBody,
  BulkStockAnswer,
  StaffProductRow,
  StockRowBody,
} from "../../base/api/schema";
import type { Step } from "./bulkForm";

/** What becomes of one product: what differs, or how much of it there is. */
export interface Becomes {
  row: StaffProductRow;
  change?: BulkRowBody;
  stock?: { before: number; after: number; possible: boolean };
  refused?: string;
}

/** What the step does to each of the products, in their order; with `preview` nothing is done. */
export async function takeStep(
  key: string,
  step: Step,
  rows: readonly StaffProductRow[],
  preview: boolean,
): Promise<Becomes[]> {
  if ("stock" in step) {
    const path = "/staff/variants/stock";
    const { variants } = await insist<BulkStockAnswer>(path, { ...step.stock, preview }, key);
    return rows.map((row) => ({ row, stock: together(row, variants) }));
  }
  const products = rows.map(({ id, revision }) => ({ id, revision }));
  const asked = { ...step.change, products, preview };
  const answer = await insist<BulkAnswer>("/staff/products/bulk", asked, key);
  return rows.map((row) => {
    const change = answer.products.find(({ id }) => id === row.id);
    return { row, change, refused: change?.refused?.detail };
  });
}

function together(row: StaffProductRow, variants: readonly StockRowBody[]) {
  const own = variants.filter(({ variantId }) => row.variantIds.includes(variantId));
  return {
    before: own.reduce((sum, one) => sum + one.before, 0),
    after: own.reduce((sum, one) => sum + one.after, 0),
    possible: own.every(({ possible }) => possible),
  };
}

/** Whether it is another one then. */
export function differs({ change, stock }: Becomes): boolean {
  if (stock) return stock.before !== stock.after;
  return Object.keys(change?.after ?? {}).length > 0;
}
