import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { insist } from "../../base/api/client";
import { listQuery, renew } from "../../base/api/queries";
import type { HandedCashBody, HandedCashPage } from "../../base/api/schema";
import { useMay } from "../../base/duties";
import { useLanguage } from "../../base/i18n/format";
import { Badge } from "../../design/Badge";
import { Button } from "../../design/Button";
import { Panel } from "../../design/Heading";
import { Listing } from "../../design/Listing";
import { Moment } from "../../design/Moment";
import { ActDialog } from "../desk/ActDialog";

const READ = "GET /api/staff/resources/{resource_id}/cash-handed";
const BACK = "POST /api/staff/resources/{resource_id}/cash-handed/{handed_id}/take-back";

const handedQuery = (place: string) => ({
  ...listQuery<HandedCashPage>(["staff", "holders", "cash", place], `${place}/cash-handed`),
  staleTime: 0,
});

/** Cash that was handed over, and what was noted wrongly, to be taken back. */
export function HandedCash({ place }: { place: string }) {
  const { t, formats } = useLanguage();
  const query = useInfiniteQuery({ ...handedQuery(place), enabled: useMay()(READ) });
  const [asked, ask] = useState<HandedCashBody>();
  const handed = query.data?.pages.flatMap((page) => page.handed) ?? [];
  const price = (one: HandedCashBody) => formats.price(one.amount, one.currency);
  if (handed.length === 0) return null;
  return (
    <Panel title={t("studio.cashHanded")}>
      <Listing query={query} empty={false} none={null}>
        <ul aria-label={t("studio.cashHanded")} className="divide-y divide-line">
          {handed.map((one) => (
            <li key={one.id} className="flex flex-wrap items-center justify-between gap-3 py-2">
              <span className="min-w-0 grow basis-48 wrap-anywhere">
                <span className="tabular">{price(one)}</span>
                <span className="block text-13 text-ink-soft">
                  <Moment at={one.at} />
                  {one.by && ` · ${t("studio.cashNotedBy", { name: one.by })}`}
                  {one.note && ` · ${one.note}`}
                </span>
              </span>
              {one.takenBack ? (
                <Badge tone="gone">{t("studio.cashTakenBack")}</Badge>
              ) : (
                <Button size="s" needs={BACK} onClick={() => ask(one)}>
                  {t("studio.cashTakeBack")}
                </Button>
              )}
            </li>
          ))}
        </ul>
      </Listing>
      {asked && (
        <ActDialog
          title={t("studio.cashTakeBackTitle", { price: price(asked) })}
          text={t("studio.cashTakeBackText")}
          act={t("studio.cashTakeBack")}
          grave
          reason={{ hint: t("desk.onlyStaff") }}
          send={(key, reason) =>
            insist<HandedCashBody>(`${place}/cash-handed/${asked.id}/take-back`, { reason }, key)
          }
          onDone={() => renew(["staff", "holders"], ["seller"])}
          told={(now) => t("studio.cashBackNoted", { price: price(now) })}
          onClose={() => ask(undefined)}
        />
      )}
    </Panel>
  );
}
