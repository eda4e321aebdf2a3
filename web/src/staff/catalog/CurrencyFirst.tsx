import { useTranslation } from "react-i18next";
import { Blank } from "../../design/Blank";
import { ButtonLink } from "../../design/Button";

export function CurrencyFirst() {
  const { t } = useTranslation();
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
