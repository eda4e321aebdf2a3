import { useLocation } from "@tanstack/react-router";
import { useLanguage } from "../../base/i18n/format";
import { useSession } from "../../base/session";
import { ButtonLink } from "../../design/Button";

/** Coupons and wallets are for who is logged in. */
export function LoginForMore({ wide }: { wide?: boolean }) {
  const { t } = useLanguage();
  const { href } = useLocation();
  const session = useSession();
  if (!session || session.user) return null;
  return (
    <ButtonLink
      kind="plain"
      size="s"
      to="/login"
      search={{ next: href }}
      wide={wide}
      className="whitespace-normal!"
    >
      {t("checkout.loginForMore")}
    </ButtonLink>
  );
}
