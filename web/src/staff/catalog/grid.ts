import type { VariantForm } from "./form";

/** What stands in a row of variants, in the order in which cells are pasted. */
const COLUMNS = [
  ["price", "price"],
  ["compareAtPrice", "compareAt"],
  ["sku", "sku"],
  ["barcode", "barcode"],
  ["weightGrams", "weight"],
  ["stock", "stock"],
] as const;

interface Cell {
  row: number;
  field: string;
}

/** The cell that a field of the form is, by its name. */
export function cellOf(name: string): Cell | null {
  const found = /^variants\[(\d+)\]\.(\w+)$/.exec(name);
  return found ? { row: Number(found[1]), field: found[2] ?? "" } : null;
}

export function nameOf({ row, field }: Cell): string {
  return `variants[${row}].${field}`;
}

/** Cells of a spreadsheet put into the rows from this one on; null if it is a single one, which goes where
 * the cursor is. What does not fit is left out; stock that is there is not typed over. */
export function pasted(variants: VariantForm[], at: Cell, text: string): VariantForm[] | null {
  const rows = text.replace(/\r/g, "").replace(/\n$/, "").split("\n");
  const lines = rows.map((row) => row.split("\t").map((cell) => cell.trim()));
  const first = COLUMNS.findIndex(([field]) => field === at.field);
  if (first < 0 || (lines.length < 2 && (lines[0]?.length ?? 0) < 2)) return null;
  return variants.map((variant, row) => {
    const cells = lines[row - at.row];
    if (!cells) return variant;
    const part = cells.flatMap((cell, place) => {
      const name = COLUMNS[first + place]?.[1];
      return name && !(name === "stock" && variant.id) ? [[name, cell]] : [];
    });
    return { ...variant, ...Object.fromEntries(part) };
  });
}
