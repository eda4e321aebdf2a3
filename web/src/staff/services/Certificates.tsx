import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { answerQuery } from "../../base/api/queries";
import type { StaffPackages, StaffService } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { ButtonLink } from "../../design/Button";
import { Panel } from "../../design/Heading";

/** The packages that sell certificates of the service, and the way to one more. */
export function Certificates({ service }: { service: StaffService }) {
  const { t } = useLanguage();
  const known = useQuery(answerQuery<StaffPackages>(["staff", "packages"], "/staff/packages"));
  const sold = known.data?.packages.filter(({ items }) =>
    items.some(({ kind, services }) => kind === "sessions" && services?.[0] === service.id),
  );
  return (
    <Panel title={t("services.certificates")} text={t("services.certificatesText")}>
      {sold && sold.length > 0 && (
        <ul className="mb-3 space-y-1">
          {sold.map(({ id, name, active }) => (
            <li key={id}>
              <Link
                to="/staff/packages/$packageId"
                params={{ packageId: id }}
                className="text-accent underline underline-offset-4 wrap-anywhere"
              >
                {name}
              </Link>
              {!active && ` · ${t("services.certificateOff")}`}
            </li>
          ))}
        </ul>
      )}
      <ButtonLink
        needs="POST /api/staff/packages"
        size="s"
        to="/staff/packages/new"
        search={{ service: service.id }}
      >
        {t("services.certificate")}
      </ButtonLink>
    </Panel>
  );
}
