import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { StaffVariant } from "../../base/api/types";
import { useLanguage } from "../../base/i18n/format";
import { Blank } from "../../design/Blank";
import { Listing } from "../desk/Listing";
import { ChangeStock } from "./ChangeStock";
import { variantsQuery } from "./queries";
import { RecentAlerts } from "./RecentAlerts";
import { Threshold } from "./Threshold";
import { VariantTable } from "./VariantTable";

/** What is at or below its threshold now, and the warnings that came before. */
export function LowPage() {
  const { t, locale } = useLanguage();
  const query = useInfiniteQuery({
    ...variantsQuery({ low: true }, locale),
    refetchInterval: 10_000,
  });
  const rows = query.data?.pages.flatMap((page) => page.variants) ?? [];
  const [changing, setChanging] = useState<StaffVariant | null>(null);
  const [limiting, setLimiting] = useState<StaffVariant | null>(null);
  return (
    <div className="space-y-4">
      <h1 className="text-18 font-semibold">{t("staff.lowNow")}</h1>
      <Listing
        query={query}
        none={
          rows.length === 0 && (
            <Blank icon="check" title={t("staff.noLow")} hint={t("staff.noLowHint")} />
          )
        }
      >
        <VariantTable
          rows={rows}
          loading={query.isPending}
          onChange={setChanging}
          onThreshold={setLimiting}
        />
      </Listing>
      <RecentAlerts />
      <ChangeStock variant={changing} onClose={() => setChanging(null)} />
      <Threshold variant={limiting} onClose={() => setLimiting(null)} />
    </div>
  );
}
