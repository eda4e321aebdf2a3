import { Link, useLocation } from "@tanstack/react-router";
import { useLanguage } from "../../base/i18n/format";
import { isStaff, useSession } from "../../base/session";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { useAnalyticsChoice, useAnalyticsWords } from "./analytics";

/** Where somebody pays, picks a time with a bar of its own, logs in or works, nobody is asked. */
const NOT_HERE =
  /^\/(checkout|pay|book|login|signup|setup|password|analytics|staff|selling|my)(\/|$)/;

/** Asks once whether one agrees to analytics. Both answers weigh the same; until there is one,
 * nothing is told. */
export function AnalyticsBanner() {
  const { query, saving } = useAnalyticsChoice();
  const { pathname } = useLocation();
  const staff = isStaff(useSession());
  if (staff || query.data?.agreed !== null || NOT_HERE.test(pathname)) return null;
  return <Question services={query.data.services} saving={saving} />;
}

interface Props {
  services: string[];
  saving: ReturnType<typeof useAnalyticsChoice>["saving"];
}

function Question({ services, saving }: Props) {
  const { t } = useLanguage();
  const words = useAnalyticsWords(services);
  return (
    <aside
      aria-label={t("analytics.title")}
      data-testid="analytics-banner"
      className="sticky bottom-0 z-20 border-t border-line bg-raised"
    >
      <div className="page flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-3 text-13">
        <p className="min-w-0 max-w-3xl">
          {words}{" "}
          <Link to="/analytics" className="text-accent hover:underline">
            {t("analytics.more")}
          </Link>
        </p>
        <div className="flex gap-2">
          <Button size="s" busy={saving.isPending} onClick={() => saving.mutate(false)}>
            {t("word.no")}
          </Button>
          <Button size="s" busy={saving.isPending} onClick={() => saving.mutate(true)}>
            {t("analytics.yes")}
          </Button>
        </div>
        {saving.isError && <Refusal error={saving.error} />}
      </div>
    </aside>
  );
}
