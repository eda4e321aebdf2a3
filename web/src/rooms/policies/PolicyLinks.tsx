import { Link } from "@tanstack/react-router";
import { useLanguage } from "../../base/i18n/format";
import { useAsksAnalytics } from "./analytics";
import { usePolicies } from "./queries";

/** The shop's texts, at the foot of every page; and where one's choice about analytics stands. */
export function PolicyLinks() {
  const { t } = useLanguage();
  const asks = useAsksAnalytics();
  return (
    <>
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
