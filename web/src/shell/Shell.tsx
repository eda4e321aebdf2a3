import { useQuery } from "@tanstack/react-query";
import { Link, Outlet, useLocation, useRouterState } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useRef } from "react";
import { configQuery } from "../base/api/queries";
import { useLanguage } from "../base/i18n/format";
import { isSeller, isStaff, useSession } from "../base/session";
import { useAccent, useUses } from "../base/shop";
import { useKeptFocus } from "../design/keptFocus";
import { NotSavedGuard } from "../design/NotSavedGuard";
import { Toasts } from "../design/Toasts";
import { useCartShown } from "../rooms/cart/drawer";
import { CartNews } from "../rooms/cart/news";
import { useCart } from "../rooms/cart/store";
import { NewsletterForm } from "../rooms/newsletter/NewsletterForm";
import { OrderNews } from "../rooms/orders/news";
import { AnalyticsBanner } from "../rooms/policies/AnalyticsBanner";
import { PolicyLinks } from "../rooms/policies/PolicyLinks";
import { AcceptInvitation } from "../rooms/referrals/AcceptInvitation";
import { WaitWatcher } from "../rooms/waiting/WaitWatcher";
import { AnnouncementBar } from "./AnnouncementBar";
import { Header } from "./Header";
import { ReconnectBanner } from "./ReconnectBanner";
import { useReadLanguage } from "./readLanguage";

/** Where people work on what they keep: staff, sellers, photographers. */
const WORK = /^\/(staff|selling|my)(\/|$)/;

/** What stands around every page. */
export function Shell() {
  const { t } = useLanguage();
  const main = useFocusOnNewPage();
  const { pathname } = useLocation();
  // What the pages are made of is for who builds them, not for who runs a shop.
  const { demo = false } = useQuery(configQuery).data ?? {};
  const session = useSession();
  const components = isStaff(session) && demo;
  const asksSellers = useUses().sellers && !isStaff(session) && !isSeller(session);
  useAccent();
  useKeptFocus();
  useReadLanguage();
  return (
    <div className="flex min-h-dvh flex-col">
      {/* biome-ignore lint/a11y/useValidAnchor: it leads to the content, and leaves the address as it is */}
      <a
        href="#main"
        onClick={(event) => {
          // What stands after `#` may be what lets one see the page.
          event.preventDefault();
          contentOf(main.current)?.focus();
        }}
        className="sr-only z-50 rounded-m bg-accent font-medium text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:px-4 focus:py-2"
      >
        {t("shell.skip")}
      </a>
      {!WORK.test(pathname) && <AnnouncementBar />}
      <Header />
      <ReconnectBanner />
      <WaitWatcher />
      <AcceptInvitation />
      <main ref={main} id="main" tabIndex={-1} className="grow outline-none">
        <NotSavedGuard off={!WORK.test(pathname)}>
          <Outlet />
        </NotSavedGuard>
      </main>
      <AnalyticsBanner />
      <footer className="border-t border-line">
        {!WORK.test(pathname) && <NewsletterForm />}
        <div className="page flex flex-wrap justify-between gap-x-6 gap-y-2 py-6 text-13 text-ink-soft">
          <p>{t("shell.footer")}</p>
          <p className="flex flex-wrap gap-x-6 gap-y-2">
            <PolicyLinks />
            {asksSellers && (
              <Link to="/selling" search={{}} className="hover:text-ink">
                {t("seller.apply")}
              </Link>
            )}
            {components && (
              <Link to="/components" className="hover:text-ink">
                {t("shell.components")}
              </Link>
            )}
          </p>
        </div>
      </footer>
      <OrderNews />
      <CartNews />
      <Cart />
      <Toasts />
    </div>
  );
}

const loadCart = () => import("../rooms/checkout/CartDrawer");
const CartDrawer = lazy(loadCart);

/** Loaded when there is something in it, or it is opened for the first time. */
function Cart() {
  const shown = useCartShown();
  const filled = useCart().length > 0;
  const wanted = useRef(false);
  wanted.current ||= shown;
  useEffect(() => {
    if (filled) void loadCart().catch(() => undefined);
  }, [filled]);
  return <Suspense fallback={null}>{wanted.current && <CartDrawer open={shown} />}</Suspense>;
}

/** Where a page begins: staff's behind the menu of them all. */
function contentOf(main: HTMLElement | null): HTMLElement | null {
  return main?.querySelector<HTMLElement>("[data-staff]") ?? main;
}

/** A new page starts at its top for keyboards and screen readers too; so does one that shows something
 * else and took away what had the focus. */
function useFocusOnNewPage() {
  // The address is another before the page is: until then the link that led there has the focus.
  const pathname = useRouterState({ select: ({ resolvedLocation }) => resolvedLocation?.pathname });
  const asked = useRouterState({ select: ({ resolvedLocation }) => resolvedLocation?.searchStr });
  const main = useRef<HTMLElement>(null);
  const before = useRef({ pathname, asked });
  useEffect(() => {
    const { pathname: path, asked: words } = before.current;
    before.current = { pathname, asked };
    const content = contentOf(main.current);
    if (path === undefined || (path === pathname && words === asked)) return;
    const active = document.activeElement;
    const lost = active === document.body || active?.matches("[data-kept]");
    if (path !== pathname) {
      if (lost || !content?.contains(active)) content?.focus();
    } else if (lost) content?.focus({ preventScroll: true });
  }, [pathname, asked]);
  return main;
}
