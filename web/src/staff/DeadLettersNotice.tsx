import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ButtonLink } from "../components/Button";
import { Notice } from "../components/Notice";
import { deadLettersCountQuery } from "./queries";

/** One line when a message between orders and payments could not be read. */
export function DeadLettersNotice() {
  const { t } = useTranslation();
  const counts = useQuery(deadLettersCountQuery).data?.count ?? {};
  const count = Object.values(counts).reduce((sum, each) => sum + each, 0);
  if (count === 0) return null;
  return (
    <Notice
      tone="danger"
      title={t("staff.deadLettersCount", { count })}
      actions={
        <ButtonLink kind="plain" to="/staff/letters">
          {t("staff.deadJobsShow")}
        </ButtonLink>
      }
    />
  );
}
