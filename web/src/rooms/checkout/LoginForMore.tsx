import { useLocation } from "@tanstack/react-router";
import { useLanguage } from "../../base/i18n/format";
import { useSession } from "../../base/session";
import { useUses } from "../../base/shop";
import { ButtonLink } from "../../design/Button";

/** What a login opens of what this shop uses: coupons and wallets are for who is logged in. */
export function LoginForMore({ wide }: { wide?: boolean }) {
  const { t } = useLanguage();
  const { href } = useLocation();
  const session = useSession();
  const { coupons, wallet } = useUses();
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
      {coupons && wallet
        ? t("checkout.loginForMore")
        : coupons
          ? t("checkout.loginForCoupon")
          : wallet
            ? t("checkout.loginForWallet")
            : t("checkout.loginForAccount")}
    </ButtonLink>
  );
}
