import { Link, useNavigate } from "@tanstack/react-router";
import { renew } from "../base/api/queries";
import { useLanguage } from "../base/i18n/format";
import { useProblemWords } from "../base/i18n/problem";
import { chooseLocale, LOCALE_NAMES, LOCALES, type Locale, shopLocales } from "../base/i18n/setup";
import { isPhotographer, isSeller, useSession } from "../base/session";
import { useUses } from "../base/shop";
import { IconButton } from "../design/Button";
import { Menu, MenuChoices, MenuItem, MenuLine, MenuLink } from "../design/Menu";
import { toast } from "../design/Toasts";
import { logout } from "../rooms/people/signIn";
import { SCHEMES, type Scheme, useScheme } from "./scheme";

/** One menu for what is about the visitor: pages on small screens, language, appearance, login. */
export function Preferences({ staff }: { staff: boolean }) {
  const { t, locale } = useLanguage();
  const [scheme, chooseScheme] = useScheme();
  const session = useSession();
  const user = session?.user;
  const uses = useUses();
  const navigate = useNavigate();
  const words = useProblemWords();
  const leave = async () => {
    await navigate({ to: "/" }); // first: who goes on while it is done stays there
    await logout().catch((error: unknown) =>
      toast({ title: t("shell.logoutFailed"), text: words(error), tone: "danger" }),
    );
  };
  return (
    <Menu trigger={<IconButton icon="menu" label={t("shell.menu")} />}>
      {uses.flashSales && (
        <MenuLink>
          <Link to="/flash-sales">{t("flash.title")}</Link>
        </MenuLink>
      )}
      <MenuLink>
        <Link to="/orders">{t("order.mine")}</Link>
      </MenuLink>
      {uses.repeats && (
        <MenuLink>
          <Link to="/repeat-orders">{t("repeats.mine")}</Link>
        </MenuLink>
      )}
      {uses.referrals && user && (
        <MenuLink>
          <Link to="/account/invite">{t("referrals.title")}</Link>
        </MenuLink>
      )}
      {uses.booking && (
        <>
          <MenuLink>
            <Link to="/book" search={{}}>
              {t("book.nav")}
            </Link>
          </MenuLink>
          <MenuLink>
            <Link to="/bookings">{t("bookings.title")}</Link>
          </MenuLink>
          <MenuLink>
            <Link to="/prepaid">{t("packages.mine")}</Link>
          </MenuLink>
        </>
      )}
      {uses.coupons && (
        <MenuLink>
          <Link to="/coupons">{t("coupons.title")}</Link>
        </MenuLink>
      )}
      {uses.wallet && (
        <MenuLink>
          <Link to="/wallet">{t("wallet.title")}</Link>
        </MenuLink>
      )}
      {isPhotographer(session) && (
        <MenuLink>
          <Link to="/my/calendar" search={{}}>
            {t("shell.calendar")}
          </Link>
        </MenuLink>
      )}
      {isSeller(session) && (
        <MenuLink>
          <Link to="/selling" search={{}}>
            {t("shell.selling")}
          </Link>
        </MenuLink>
      )}
      {staff && (
        <MenuLink>
          <Link to="/staff">{t("shell.staff")}</Link>
        </MenuLink>
      )}
      {user && (
        <MenuLink>
          <Link to="/account">{t("account.title")}</Link>
        </MenuLink>
      )}
      {user ? (
        <MenuItem onSelect={() => void leave()}>
          {t("shell.logout")} · {user.name || user.email}
        </MenuItem>
      ) : (
        <>
          <MenuLink>
            <Link to="/login">{t("shell.login")}</Link>
          </MenuLink>
          <MenuLink>
            <Link to="/signup">{t("account.signUp")}</Link>
          </MenuLink>
        </>
      )}
      <MenuLine />
      <MenuChoices
        label={t("shell.language")}
        value={locale}
        onChoose={(value) =>
          // What is read comes in the language that was asked for.
          void chooseLocale(value as Locale).then(() => renew([]))
        }
        choices={(staff ? LOCALES : shopLocales()).map((value) => ({
          value,
          label: LOCALE_NAMES[value],
          lang: value,
        }))}
      />
      <MenuLine />
      <MenuChoices
        label={t("shell.scheme")}
        value={scheme}
        onChoose={(value) => chooseScheme(value as Scheme)}
        choices={SCHEMES.map((value) => ({ value, label: t(`shell.scheme_${value}`) }))}
      />
    </Menu>
  );
}
