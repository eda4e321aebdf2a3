import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ButtonLink } from "../components/Button";
import { Notice } from "../components/Notice";
import { deadDeliveriesCountQuery } from "./queries";

/** One line when a data platform is not told of some orders any more. */
export function DeadDeliveriesNotice() {
  const { t } = useTranslation();
  const count = useQuery(deadDeliveriesCountQuery).data?.count ?? 0;
  if (count === 0) return null;
  return (
    <Notice
      tone="danger"
      title={t("staff.deadDeliveriesCount", { count })}
      actions={
        <ButtonLink kind="plain" to="/staff/deliveries">
          {t("staff.deadJobsShow")}
        </ButtonLink>
      }
    />
  );
}
