import { useLanguage } from "../base/i18n/format";
import { useOnline } from "../base/online";

/** Why nothing can be bought at the moment: beside the buttons that are off. */
export function OfflineNote() {
  const { t } = useLanguage();
  const online = useOnline();
  return (
    <p role="status" data-testid="offline-note" className="text-13 text-held-ink empty:hidden">
      {online ? null : t("buying.offline")}
    </p>
  );
}
