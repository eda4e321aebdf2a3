import { useLanguage } from "../base/i18n/format";
import { useSession } from "../base/session";
import { useTitle } from "../base/shop";
import { Blank } from "./Blank";
import { ButtonLink } from "./Button";
import { LoginFirst } from "./LoginFirst";

export function NotFound() {
  const { t } = useLanguage();
  return (
    <Nothing
      title={t("notFound.title")}
      hint={t("notFound.text")}
      to="/"
      leads={t("notFound.home")}
    />
  );
}

/** An order that is not there, or is somebody else's: whoever is nobody yet logs in, and comes back. */
export function OrderNotFound() {
  const { t } = useLanguage();
  const guest = useSession()?.user === null;
  if (guest)
    return (
      <div className="page">
        <LoginFirst whole title={t("orderPage.none")} hint={t("orderPage.noneHint")} />
      </div>
    );
  return (
    <Nothing
      title={t("orderPage.none")}
      hint={t("orderPage.noneHint")}
      to="/orders"
      leads={t("order.mine")}
    />
  );
}

function Nothing(props: { title: string; hint: string; to: string; leads: string }) {
  useTitle(props.title);
  return (
    <div className="page">
      <Blank
        heading
        title={props.title}
        hint={props.hint}
        action={
          <ButtonLink kind="primary" to={props.to}>
            {props.leads}
          </ButtonLink>
        }
      />
    </div>
  );
}
