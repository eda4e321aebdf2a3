import { Link } from "@tanstack/react-router";
import { useLanguage } from "../../base/i18n/format";
import { usePolicies } from "./queries";

/** The shop's texts, at the foot of every page. */
export function PolicyLinks() {
  const { t } = useLanguage();
  return usePolicies().map((name) => (
    <Link key={name} to="/policies/$policy" params={{ policy: name }} className="hover:text-ink">
      {t(`policy.${name}`)}
    </Link>
  ));
}
