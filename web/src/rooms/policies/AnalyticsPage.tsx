import { useQuery } from "@tanstack/react-query";
import { configQuery } from "../../base/api/queries";
import { useLanguage } from "../../base/i18n/format";
import { Heading } from "../../design/Heading";
import { NotFound } from "../../design/NotFound";
import { AnalyticsChoice } from "./AnalyticsChoice";

/** The choice of whoever has no account, too: for this browser. */
export function AnalyticsPage() {
  const { t } = useLanguage();
  const config = useQuery(configQuery).data;
  if (config && !config.analytics) return <NotFound />;
  return (
    <div className="page max-w-2xl pb-16">
      <Heading title={t("analytics.page")} />
      <AnalyticsChoice titled={false} />
    </div>
  );
}
