import { type ReactNode, useState } from "react";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";

interface Props<Row> {
  rows: Row[];
  nameOf: (row: Row) => string;
  onChange: (rows: Row[]) => void;
  children: (row: Row, put: (row: Row) => void, at: number) => ReactNode;
}

/** Rows that are edited in place, taken out and put first. */
export function Rows<Row>({ rows, nameOf, onChange, children }: Props<Row>) {
  const { t } = useLanguage();
  // What is typed belongs to its row, wherever that stands by now.
  const [known, setKnown] = useState(() => rows.map((_, at) => at));
  const keys = known.length === rows.length ? known : rows.map((_, at) => known[at] ?? -at - 1);
  const arrange = (order: number[]) => {
    setKnown(order.map((at) => keys[at] ?? at));
    onChange(order.flatMap((at) => rows[at] ?? []));
  };
  if (rows.length === 0) return null;
  const places = rows.map((_, at) => at);
  return (
    <ul className="space-y-4">
      {rows.map((row, at) => (
        <li key={keys[at]} className="space-y-2 border-b border-line pb-4">
          {children(row, (next) => onChange(rows.toSpliced(at, 1, next)), at)}
          <div className="flex justify-end gap-2">
            {at > 0 && (
              <Button
                type="button"
                size="s"
                kind="plain"
                aria-label={t("charges.upOf", { name: nameOf(row) })}
                onClick={() => {
                  const order = [...places];
                  order.splice(at - 1, 2, at, at - 1);
                  arrange(order);
                }}
              >
                {t("charges.up")}
              </Button>
            )}
            <Button
              type="button"
              size="s"
              kind="plain"
              aria-label={t("form.removeNamed", { name: nameOf(row) })}
              onClick={() => arrange(places.filter((one) => one !== at))}
            >
              {t("form.remove")}
            </Button>
          </div>
        </li>
      ))}
    </ul>
  );
}
