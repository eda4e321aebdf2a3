import { useLanguage } from "../../base/i18n/format";
import { Anchor } from "../../design/Button";

/** The file of one picture, where there is one to take. */
export function Download({ url }: { url: string | null }) {
  const { t } = useLanguage();
  if (!url) return null;
  return (
    <Anchor size="s" kind="plain" icon="download" href={url} download>
      {t("galleries.download")}
    </Anchor>
  );
}
