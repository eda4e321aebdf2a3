import { useTranslation } from "react-i18next";
import { Blank } from "../components/Blank";
import { ButtonLink } from "../components/Button";
import { useTitle } from "./title";

export function NotFound() {
  const { t } = useTranslation();
  useTitle(t("notFound.title"));
  return (
    <div className="page">
      <Blank
        heading
        title={t("notFound.title")}
        hint={t("notFound.text")}
        action={
          <ButtonLink kind="primary" to="/">
            {t("notFound.home")}
          </ButtonLink>
        }
      />
    </div>
  );
}
