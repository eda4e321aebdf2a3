import { useInfiniteQuery } from "@tanstack/react-query";
import { useLanguage } from "../../base/i18n/format";
import { Blank } from "../../design/Blank";
import { Heading } from "../../design/Heading";
import { variantsQuery } from "./queries";
import { RecentAlerts } from "./RecentAlerts";
import { VariantList } from "./VariantList";

/** What is at or below its threshold now, and the warnings that came before. */
export function LowPage() {
  const { t, locale } = useLanguage();
  const query = useInfiniteQuery({
    ...variantsQuery({ low: true }, locale),
    refetchInterval: 10_000,
  });
  const rows = query.data?.pages.flatMap((page) => page.variants) ?? [];
  return (
    <div className="space-y-4">
      <Heading dense title={t("staff.lowNow")} />
      <VariantList
        rows={rows}
        query={query}
        empty={rows.length === 0}
        none={<Blank icon="check" title={t("staff.noLow")} hint={t("staff.noLowHint")} />}
      />
      <RecentAlerts />
    </div>
  );
}
