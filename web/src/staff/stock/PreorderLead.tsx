import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";

/** The way to what is announced of it. */
export function PreorderLead({ onPreorder }: { onPreorder?: () => void }) {
  const { t } = useLanguage();
  if (!onPreorder) return null;
  return (
    <Button kind="plain" size="s" onClick={onPreorder}>
      {t("preorders.one")}
    </Button>
  );
}
