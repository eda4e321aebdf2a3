import { useLanguage } from "../../base/i18n/format";
import { Blank } from "../../design/Blank";
import { ButtonLink } from "../../design/Button";

export function CurrencyFirst() {
  const { t } = useLanguage();
  return (
    <Blank
      heading
      icon="alert"
      title={t("products.noCurrency")}
      hint={t("products.noCurrencyHint")}
      action={
        <ButtonLink kind="primary" to="/staff/settings">
          {t("products.toSettings")}
        </ButtonLink>
      }
    />
  );
}
