import { useLanguage } from "../../base/i18n/format";
import { Blank } from "../../design/Blank";
import { ButtonLink } from "../../design/Button";
import { usePlaces } from "./whose";

export function CurrencyFirst() {
  const { t } = useLanguage();
  const { seller } = usePlaces();
  return (
    <Blank
      heading
      icon="alert"
      title={t("products.noCurrency")}
      hint={t(seller ? "products.noCurrencyYet" : "products.noCurrencyHint")}
      action={
        !seller && (
          <ButtonLink kind="primary" to="/staff/settings">
            {t("products.toSettings")}
          </ButtonLink>
        )
      }
    />
  );
}
