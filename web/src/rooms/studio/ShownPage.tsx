import { useQuery } from "@tanstack/react-query";
import { useLanguage } from "../../base/i18n/format";
import { Loaded } from "../../design/Loaded";
import { Skeleton } from "../../design/Skeleton";
import { OwnPage } from "./OwnPage";
import { rulesQuery } from "./own";
import { Portfolio } from "./Portfolio";

/** What a photographer shows of their work; reviews are answered on the page itself. */
export function ShownPage() {
  const { t } = useLanguage();
  const query = useQuery(rulesQuery);
  return (
    <OwnPage title={t("own.page")}>
      <Loaded query={query} loading={<Skeleton className="h-96 w-full" />}>
        {({ resource }) => (
          <div className="max-w-4xl space-y-4">
            <p className="text-ink-soft">{t("own.pageText")}</p>
            <Portfolio resource={resource} />
          </div>
        )}
      </Loaded>
    </OwnPage>
  );
}
