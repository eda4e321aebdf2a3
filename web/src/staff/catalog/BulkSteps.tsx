import { useState } from "react";
import type { StaffProductRow } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Notice } from "../../design/Notice";
import { BulkDialog } from "./BulkDialog";
import { type Becomes, differs } from "./bulk";
import { MOST } from "./bulkForm";

interface Props {
  rows: readonly StaffProductRow[];
  chosen: ReadonlySet<string>;
  onChosen: (chosen: ReadonlySet<string>) => void;
}

/** Steps with the products that are chosen, and what became of them. */
export function BulkSteps({ rows, chosen, onChosen }: Props) {
  const { t } = useLanguage();
  const [open, setOpen] = useState(false);
  const [became, setBecame] = useState<Becomes[]>([]);
  if (rows.length === 0) return null;
  const those = rows.filter(({ id }) => chosen.has(id));
  const tooMany = those.length > MOST.products;
  const refused = became.filter((one) => one.refused);
  const count = became.filter((one) => !one.refused && differs(one)).length;
  return (
    <div className="space-y-3">
      <div className="flex min-h-9 flex-wrap items-center gap-2">
        <Button
          size="s"
          aria-pressed={those.length === rows.length}
          onClick={() =>
            onChosen(new Set(those.length < rows.length ? rows.map(({ id }) => id) : []))
          }
        >
          {t(those.length < rows.length ? "staffOrder.chooseAll" : "staffOrder.chooseNone")}
        </Button>
        {those.length > 0 && (
          <>
            <span role="status" className="tabular text-13">
              {t("products.bulk.chosen", { count: those.length })}
            </span>
            <Button size="s" kind="primary" disabled={tooMany} onClick={() => setOpen(true)}>
              {t("products.bulk.open")}
            </Button>
            {tooMany && (
              <span className="text-13 text-ink-soft">
                {t("staffOrder.mostAtOnce", { most: MOST.products })}
              </span>
            )}
          </>
        )}
      </div>
      {became.length > 0 && (
        <Notice
          tone={refused.length > 0 ? "held" : "free"}
          title={t("products.bulk.done", { count })}
          testId="bulk-became"
        >
          {refused.length > 0 && (
            <ul>
              {refused.map(({ row, refused: why }) => (
                <li key={row.id}>
                  <span className="font-medium">{row.name}</span>: {why}
                </li>
              ))}
            </ul>
          )}
        </Notice>
      )}
      {open && <BulkDialog rows={those} onDone={setBecame} onClose={() => setOpen(false)} />}
    </div>
  );
}
