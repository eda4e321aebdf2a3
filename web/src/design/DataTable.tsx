import { type ReactNode, useRef } from "react";
import { useLanguage } from "../base/i18n/format";
import { Button } from "./Button";
import { classes } from "./classes";
import { type Cell, saveCsv } from "./csv";
import { Icon } from "./Icon";
import { useRowKeys } from "./rowKeys";
import { ScrollBox } from "./ScrollBox";
import { Skeleton } from "./Skeleton";
import { type Sorting, useSorted } from "./sorting";

export interface Column<Row> {
  key: string;
  title: string;
  /** Numbers stand right, in tabular figures. */
  number?: boolean;
  /** Without one, its text, else its value. */
  cell?: (row: Row) => ReactNode;
  /** What the table is sorted by here, and what stands in its CSV unless there is a `text`. */
  value?: (row: Row) => Cell;
  text?: (row: Row) => Cell;
  /** The title is for screen readers only; the cells say enough to the eye. */
  bare?: boolean;
  /** No wider than what is in it: room that is left goes to the others. */
  tight?: boolean;
  /** Left out on small screens; the row still tells the main things. */
  wide?: boolean;
}

interface Props<Row> {
  caption: string;
  columns: Column<Row>[];
  rows: Row[];
  rowKey: (row: Row) => string;
  onOpen?: (row: Row) => void;
  loading?: boolean;
  /** On a phone, where it would scroll sideways, a row is a card: a line for each column. */
  cards?: boolean;
}

/** What can be done with a row stays in view when the table scrolls sideways. */
const ACTION = "last:sticky last:right-0 last:bg-raised";
const CELL = "px-3 py-1.5 align-middle first:pl-4 last:pr-4";

/** Dense and keyboard first: `j` and `k` move, Enter acts on the row. Columns with a value sort what is
 * shown, and make up its CSV. */
export function DataTable<Row>(props: Props<Row>) {
  const { caption, columns, rows, rowKey, onOpen, loading, cards } = props;
  const { t, formats, locale } = useLanguage();
  const shown = (cell: Cell) => (typeof cell === "number" ? formats.number(cell) : cell);
  const table = useRef<HTMLTableElement>(null);
  const { sorted, sorting, turn } = useSorted(rows, columns, locale);
  const told = columns.filter((column) => column.value);
  const { current, select } = useRowKeys(table, rows.length, (index) => {
    const row = sorted[index];
    if (row) onOpen?.(row);
  });
  return (
    <ScrollBox
      label={caption}
      className="relative overflow-x-auto rounded-m border border-line bg-raised"
    >
      <table
        ref={table}
        aria-busy={loading || undefined}
        className={classes("w-full border-collapse text-13", cards && "table-cards")}
      >
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-b border-line text-left text-ink-soft">
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                aria-sort={column.value && orderOf(sorting, column.key)}
                className={classes(
                  CELL,
                  "font-medium whitespace-nowrap",
                  column.bare && ACTION,
                  column.tight && "w-px",
                  column.number && "text-right",
                  column.wide && "hidden md:table-cell",
                )}
              >
                {column.bare ? (
                  <span className="sr-only">{column.title}</span>
                ) : column.value ? (
                  <SortButton sorting={sorting} column={column} onTurn={turn} />
                ) : (
                  column.title
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {loading
            ? Array.from({ length: 12 }, (_, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: skeleton rows have no other name
                <tr key={index} className="border-b border-line last:border-0">
                  <td colSpan={columns.length} className={CELL}>
                    <Skeleton className="h-6 w-full" />
                  </td>
                </tr>
              ))
            : sorted.map((row, index) => (
                <tr
                  key={rowKey(row)}
                  data-row={index + 1}
                  tabIndex={index === current ? 0 : -1}
                  onFocus={() => select(index)}
                  onDoubleClick={() => onOpen?.(row)}
                  className="border-b border-line outline-offset-[-2px] last:border-0 hover:bg-sunken/60 focus:bg-accent-soft"
                >
                  {columns.map((column) => (
                    <td
                      key={column.key}
                      data-title={column.bare ? undefined : column.title}
                      className={classes(
                        CELL,
                        column.bare && ACTION,
                        column.number && "tabular text-right whitespace-nowrap",
                        column.wide && "hidden md:table-cell",
                      )}
                    >
                      {column.cell ? column.cell(row) : shown((column.text ?? column.value)?.(row))}
                    </td>
                  ))}
                </tr>
              ))}
        </tbody>
      </table>
      {!loading && (
        <div className="flex flex-wrap items-center justify-between gap-x-4 border-t border-line px-4 py-1">
          <p role="status" className="tabular py-1 text-13 text-ink-soft">
            {t("staff.rows", { count: rows.length })}
          </p>
          {told.length > 0 && rows.length > 0 && (
            <Button
              looks
              kind="plain"
              size="s"
              icon="download"
              onClick={() =>
                saveCsv(caption, [
                  told.map((column) => column.title),
                  ...sorted.map((row) =>
                    told.map((column) => (column.text ?? column.value)?.(row)),
                  ),
                ])
              }
            >
              {t("list.csv")}
            </Button>
          )}
        </div>
      )}
    </ScrollBox>
  );
}

function orderOf(sorting: Sorting | null, key: string) {
  if (sorting?.key !== key) return "none";
  return sorting.down ? "descending" : "ascending";
}

function SortButton<Row>(props: {
  sorting: Sorting | null;
  column: Column<Row>;
  onTurn: (key: string) => void;
}) {
  const { sorting, column, onTurn } = props;
  const sorted = sorting?.key === column.key;
  return (
    <button
      type="button"
      onClick={() => onTurn(column.key)}
      className={classes(
        "-mx-1 inline-flex items-center gap-0.5 rounded-s px-1 hover:text-ink",
        column.number && "flex-row-reverse",
      )}
    >
      {column.title}
      <span
        className={classes(
          sorted ? "text-ink" : "opacity-0",
          sorted && !sorting.down && "rotate-180",
        )}
      >
        <Icon name="down" size={12} />
      </span>
    </button>
  );
}
