import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { configQuery } from "../../base/api/queries";
import { useLanguage } from "../../base/i18n/format";
import { useAsksAnalytics } from "./analytics";
import { usePolicies } from "./queries";

/** The shop's own pages and texts, at the foot of every page; and where one's choice about analytics stands. */
export function PolicyLinks() {
  const { t, locale } = useLanguage();
  const asks = useAsksAnalytics();
  const config = useQuery(configQuery).data;
  return (
    <>
      {config?.pages.map(({ slug, titles }) => (
        <Link key={slug} to="/pages/$slug" params={{ slug }} className="hover:text-ink">
          {[locale, ...config.locales, ...Object.keys(titles)]
            .map((one) => titles[one])
            .find(Boolean)}
        </Link>
      ))}
      {usePolicies().map((name) => (
        <Link
          key={name}
          to="/policies/$policy"
          params={{ policy: name }}
          className="hover:text-ink"
        >
          {t(`policy.${name}`)}
        </Link>
      ))}
      {asks && (
        <Link to="/analytics" className="hover:text-ink">
          {t("analytics.page")}
        </Link>
      )}
    </>
  );
}
