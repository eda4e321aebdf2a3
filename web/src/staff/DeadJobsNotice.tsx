import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ButtonLink } from "../components/Button";
import { Notice } from "../components/Notice";
import { deadJobsCountQuery } from "./queries";

/** One line when something was given up that nobody but a person can decide. */
export function DeadJobsNotice() {
  const { t } = useTranslation();
  const count = useQuery(deadJobsCountQuery).data?.count ?? 0;
  if (count === 0) return null;
  return (
    <Notice
      tone="danger"
      title={t("staff.deadJobsCount", { count })}
      actions={
        <ButtonLink kind="plain" to="/staff/jobs">
          {t("staff.deadJobsShow")}
        </ButtonLink>
      }
    />
  );
}
