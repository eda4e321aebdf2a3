import { useTranslation } from "react-i18next";
import { useOnline } from "../base/online";

/** Why nothing can be bought at the moment: beside the buttons that are off. */
export function OfflineNote() {
  const { t } = useTranslation();
  const online = useOnline();
  return (
    <p role="status" data-testid="offline-note" className="text-13 text-held-ink empty:hidden">
      {online ? null : t("buying.offline")}
    </p>
  );
}
