/** Rows for a spreadsheet: text that would be taken for a formula is quoted. */
const FORMULA = /^'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;
/** Where a spreadsheet parts cells by semicolons, it does so within ours: as the server has it
 * (`kit/sheets.py`). */
const WITHIN = /([;\t\r\n]"*)(?='*[=+\-@\uff1d\uff0b\uff0d\uff20])/g;

export type Cell = string | number | null | undefined;

function cell(value: Cell): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  const whole = value.replace(WITHIN, "$1'");
  const text = FORMULA.test(whole) ? `'${whole}` : whole;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function csvText(rows: Cell[][]): string {
  return rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

/** Gives the browser a file to save; the mark at its start tells spreadsheets that it is UTF-8. */
export function saveCsv(name: string, rows: Cell[][]): void {
  const address = URL.createObjectURL(new Blob(["\ufeff", csvText(rows)], { type: "text/csv" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = `${name}.csv`;
  link.click();
  URL.revokeObjectURL(address);
}
