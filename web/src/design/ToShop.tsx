import { useLanguage } from "../base/i18n/format";
import { ButtonLink } from "./Button";

/** From where there is nothing yet to where there is something. */
export function ToShop() {
  const { t } = useLanguage();
  return (
    <ButtonLink kind="primary" to="/">
      {t("cart.toShop")}
    </ButtonLink>
  );
}
