import { useLanguage } from "../base/i18n/format";
import { Notice } from "./Notice";

/** In place of what leads to a payment, and as high. */
export function Closed() {
  const { t } = useLanguage();
  return (
    <div className="min-h-21" data-testid="closed">
      <Notice title={t("problem.not-selling")} silent />
    </div>
  );
}
