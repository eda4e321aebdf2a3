import { useQuery } from "@tanstack/react-query";
import { configQuery } from "../../base/api/queries";
import { useLanguage } from "../../base/i18n/format";
import { Notice } from "../../design/Notice";

/** Without a server of mail none goes. */
export function NoMail() {
  const { t } = useLanguage();
  const config = useQuery(configQuery).data;
  if (!config || config.mails) return null;
  return (
    <div className="mb-6">
      <Notice silent tone="held" title={t("newsletters.noMail")}>
        {t("newsletters.noMailText")}
      </Notice>
    </div>
  );
}
