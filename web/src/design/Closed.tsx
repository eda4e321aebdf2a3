import { useTranslation } from "react-i18next";
import { Notice } from "./Notice";

/** In place of what leads to a payment, and as high. */
export function Closed() {
  const { t } = useTranslation();
  return (
    <div className="min-h-21" data-testid="closed">
      <Notice title={t("selling.closed")} silent />
    </div>
  );
}
