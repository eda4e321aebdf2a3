import { useLocation } from "@tanstack/react-router";
import { useLanguage } from "../base/i18n/format";
import { useTitle } from "../base/shop";
import { Blank } from "./Blank";
import { ButtonLink } from "./Button";

/** A page of a role for which the shop asks for a second factor: it is set up first. */
export function SecondFactorFirst() {
  const { t } = useLanguage();
  useTitle(t("second.first"));
  const { href } = useLocation();
  return (
    <Blank
      heading
      icon="keys"
      title={t("second.first")}
      hint={t("second.firstHint")}
      action={
        <ButtonLink kind="primary" to="/account/security" search={{ next: href }}>
          {t("second.setUp")}
        </ButtonLink>
      }
    />
  );
}
