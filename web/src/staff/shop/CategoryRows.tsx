import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { categoriesQuery, indented } from "../../base/categories";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Select } from "../../design/Field";
import { Rows } from "./Rows";

const MOST = 100;

interface Props<Row> {
  rows: Row[];
  onChange: (rows: Row[]) => void;
  /** What holds for a category when its row is added. */
  begun: (categoryId: string) => Row;
  label: string;
  add: string;
  /** What is said of the category of a row, if it is at fault. */
  errorOf: (at: number) => string | null;
  align: "start" | "end";
  children: (row: Row, put: (row: Row) => void, at: number) => ReactNode;
}

/** What holds for single categories; the nearest of a product's does. */
export function CategoryRows<Row extends { categoryId: string }>(props: Props<Row>) {
  const { rows, onChange, begun, label, add, errorOf, align, children } = props;
  const { locale } = useLanguage();
  const categories = useQuery(categoriesQuery(locale)).data?.categories ?? [];
  const names = new Map(categories.map((one) => [one.id, indented(one)]));
  const taken = new Set(rows.map(({ categoryId }) => categoryId));
  const free = [...names.keys()].find((id) => !taken.has(id));
  return (
    <>
      <Rows rows={rows} nameOf={(one) => names.get(one.categoryId) ?? label} onChange={onChange}>
        {(one, put, at) => (
          <div
            className={`grid gap-3 sm:grid-cols-2 ${align === "end" ? "items-end" : "items-start"}`}
          >
            <Select
              label={label}
              items={[...names.keys()]}
              nameOf={(id) => names.get(id) ?? id}
              value={one.categoryId}
              onChoose={(categoryId) => categoryId && put({ ...one, categoryId })}
              error={errorOf(at)}
            />
            {children(one, put, at)}
          </div>
        )}
      </Rows>
      {free !== undefined && (
        <Button
          type="button"
          icon="plus"
          disabled={rows.length >= MOST}
          onClick={() => onChange([...rows, begun(free)])}
        >
          {add}
        </Button>
      )}
    </>
  );
}
