import { useQuery } from "@tanstack/react-query";
import { DUTIES } from "../../base/api/duties";
import type { StaffRoute } from "../../base/duties";
import { useLanguage } from "../../base/i18n/format";
import { Blank } from "../../design/Blank";
import { ButtonLink } from "../../design/Button";
import { dutiesQuery, useDutyWords } from "../../staff/desk/duties";

/** In place of a page whose duty one has not: which one it is, and who gives it. */
export function NotYourWork({ reads }: { reads: StaffRoute }) {
  const { t } = useLanguage();
  const words = useDutyWords();
  const admins = useQuery(dutiesQuery).data?.admins ?? [];
  const needed = DUTIES[reads].map((one) => words(one));
  return (
    <Blank
      heading
      icon="alert"
      title={t("duty.notYours")}
      hint={
        <>
          {needed.length > 0 && t("duty.needs", { duties: needed.join(" / ") })}{" "}
          {admins.length > 0 ? t("duty.askThem", { names: admins.join(", ") }) : t("duty.ask")}
        </>
      }
      action={
        reads !== "GET /api/staff/home" && (
          <ButtonLink to="/staff">{t("staffHome.title")}</ButtonLink>
        )
      }
    />
  );
}
