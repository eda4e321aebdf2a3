import { useLanguage } from "../../base/i18n/format";
import { ButtonLink } from "../../design/Button";
import { Heading } from "../../design/Heading";
import { Preorders } from "./Preorders";
import { STAFF } from "./places";

/** What is announced in the whole shop, and has not come. */
export function PreordersPage() {
  const { t } = useLanguage();
  return (
    <div className="space-y-4">
      <Heading
        title={t("preorders.title")}
        text={t("preorders.text")}
        actions={
          <ButtonLink needs="PUT /api/staff/variants/{variant_id}/preorder" to="/staff/stock">
            {t("preorders.begin")}
          </ButtonLink>
        }
      />
      <Preorders place={STAFF} hint={t("preorders.noneHint")} />
    </div>
  );
}
