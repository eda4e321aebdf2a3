import { useState } from "react";
import { insist, withQuery } from "../../base/api/client";
import { renew } from "../../base/api/queries";
import type { OrdersPackedAnswer, StaffOrderRow } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button } from "../../design/Button";
import { DownloadLink } from "../../design/DownloadLink";
import { Refusal } from "../../design/Failure";
import { Notice } from "../../design/Notice";
import { BulkTags } from "./BulkTags";
import { ShipAll } from "./ShipAll";

const MOST = 50;

interface Props {
  rows: readonly StaffOrderRow[];
  chosen: ReadonlySet<string>;
  onChosen: (chosen: ReadonlySet<string>) => void;
}

/** Steps with the orders that are chosen, at most so many at once, and what became of each. */
export function Bulk({ rows, chosen, onChosen }: Props) {
  const { t, locale } = useLanguage();
  const [became, setBecame] = useState<OrdersPackedAnswer["orders"]>([]);
  const [step, setStep] = useState<"packed" | "shipped" | "tagged">("packed");
  const [shipping, setShipping] = useState(false);
  const told = (which: typeof step, orders: typeof became) => {
    setStep(which);
    setBecame(orders);
  };
  const ids = rows.map(({ id }) => id).filter((id) => chosen.has(id));
  const pack = useIntent(
    (key) => insist<OrdersPackedAnswer>("/staff/orders-packed", { orderIds: ids }, key),
    {
      onSuccess: ({ orders }) => told("packed", orders),
      onSettled: () => renew(["staff"], ["orders"]),
    },
  );
  if (rows.length === 0) return null;
  const asked = ids.map((id) => `order=${id}`).join("&");
  const paper = (name: string) =>
    `/api${withQuery(`/staff/${name}`, { language: locale })}&${asked}`;
  const refused = became.filter(({ refusal }) => refusal !== null);
  const numberOf = (id: string) => rows.find((row) => row.id === id)?.number ?? id;
  return (
    <div className="space-y-3">
      <div className="flex min-h-9 flex-wrap items-center gap-2">
        <Button
          looks
          size="s"
          aria-pressed={ids.length === Math.min(rows.length, MOST)}
          onClick={() =>
            onChosen(new Set(ids.length > 0 ? [] : rows.slice(0, MOST).map(({ id }) => id)))
          }
        >
          {t(ids.length > 0 ? "staffOrder.chooseNone" : "staffOrder.chooseAll")}
        </Button>
        {ids.length > 0 && (
          <>
            <span role="status" className="tabular text-13">
              {t("staffOrder.chosen", { count: ids.length })}
            </span>
            {ids.length > MOST ? (
              <span className="text-13 text-ink-soft">
                {t("staffOrder.mostAtOnce", { most: MOST })}
              </span>
            ) : (
              <>
                <DownloadLink href={paper("picking-list")} label={t("staffOrder.pickList")} />
                <Button size="s" busy={pack.isPending} onClick={() => pack.mutate()}>
                  {t("staffOrder.packAll")}
                </Button>
                <DownloadLink href={paper("packing-slips")} label={t("staffOrder.printSlips")} />
                <Button size="s" onClick={() => setShipping(true)}>
                  {t("staffOrder.shipAll")}
                </Button>
                <BulkTags orderIds={ids} onDone={(orders) => told("tagged", orders)} />
              </>
            )}
          </>
        )}
      </div>
      {shipping && (
        <ShipAll
          orderIds={ids}
          onDone={(orders) => told("shipped", orders)}
          onClose={() => setShipping(false)}
        />
      )}
      {pack.isError && <Refusal error={pack.error} reader="staff" />}
      {became.length > 0 && (
        <Notice
          tone={refused.length > 0 ? "held" : "free"}
          title={t(`staffOrder.${step}`, { count: became.length - refused.length })}
          testId="bulk-became"
        >
          <ul>
            {refused.map((one) => (
              <li key={one.orderId}>
                <span className="tabular font-medium">{numberOf(one.orderId)}</span>: {one.why}
              </li>
            ))}
          </ul>
        </Notice>
      )}
    </div>
  );
}
