import { amountIn, type InCurrency } from "../base/amounts";
import type { Formats } from "../base/i18n/format";
import type { Column } from "./DataTable";
import { Price } from "./Price";

/** One column for each currency, so that it sorts, and is a number in a spreadsheet. */
export function moneyColumns<Row>(
  key: string,
  title: string,
  currencies: string[],
  formats: Formats,
  amounts: (row: Row) => InCurrency[],
): Column<Row>[] {
  return currencies.map((currency) => {
    const value = (row: Row) => amountIn(amounts(row), currency);
    return {
      key: `${key}-${currency}`,
      title: `${title}, ${currency}`,
      number: true,
      value,
      text: (row: Row) => Number(formats.amount(value(row), currency)),
      cell: (row: Row) => (
        <Price
          amount={value(row)}
          currency={currency}
          className={value(row) === 0 ? "text-ink-faint" : undefined}
        />
      ),
    };
  });
}
