import { useLanguage } from "../../base/i18n/format";
import { ButtonLink } from "../../design/Button";
import { DownloadLink } from "../../design/DownloadLink";
import { Panel } from "../../design/Heading";

/** What the shop keeps about its reader: as a file, and the way to have it removed. */
export function OwnData() {
  const { t } = useLanguage();
  return (
    <Panel title={t("data.title")} text={t("data.text")}>
      <div className="flex flex-wrap gap-2">
        <DownloadLink size="m" href="/api/profile/data" label={t("data.download")} />
        <ButtonLink to="/account/closing">{t("closing.open")}</ButtonLink>
      </div>
    </Panel>
  );
}
