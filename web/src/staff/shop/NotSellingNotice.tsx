import { useLocation } from "@tanstack/react-router";
import { useMay } from "../../base/duties";
import { useLanguage } from "../../base/i18n/format";
import { useClosed } from "../../base/shop";
import { ButtonLink } from "../../design/Button";
import { Notice } from "../../design/Notice";

/** Staff learn on every page that nobody can buy, and where to change it. */
export function NotSellingNotice() {
  const { t } = useLanguage();
  const closed = useClosed();
  const may = useMay();
  const there = useLocation().pathname.startsWith("/staff/settings");
  if (!closed || !may("GET /api/staff/settings")) return null;
  return (
    <div className="mb-4">
      <Notice
        tone="held"
        title={t("selling.closedStaff")}
        testId="not-selling"
        actions={
          !there && (
            <ButtonLink to="/staff/settings" hash="payment">
              {t("selling.setUp")}
            </ButtonLink>
          )
        }
      >
        <p>{t("selling.closedStaffText")}</p>
      </Notice>
    </div>
  );
}
