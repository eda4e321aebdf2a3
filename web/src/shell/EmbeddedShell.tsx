import { Link, Outlet, useLocation } from "@tanstack/react-router";
import { useEffect } from "react";
import { tellHeight } from "../base/embedded";
import { useLanguage } from "../base/i18n/format";
import { useAccent } from "../base/shop";
import { useKeptFocus } from "../design/keptFocus";
import { Toasts } from "../design/Toasts";
import { OrderNews } from "../rooms/orders/news";
import { PolicyTabs } from "../rooms/policies/Agreed";
import { usePolicies } from "../rooms/policies/queries";
import { HoldChip } from "./HoldChip";
import { ReconnectBanner } from "./ReconnectBanner";

/** What stands around a page within another site: next to nothing. */
export function EmbeddedShell() {
  const { t } = useLanguage();
  const { pathname } = useLocation();
  useAccent();
  useKeptFocus();
  useEffect(tellHeight, []);
  return (
    <div className="embedded">
      <nav className="page flex min-h-12 items-center justify-end gap-4 text-13">
        <HoldChip />
        {pathname.endsWith("/bookings") ? (
          <Link to="/book" search={{}} className="text-ink-soft hover:text-ink">
            {t("bookings.new")}
          </Link>
        ) : (
          <Link to="/bookings" className="text-ink-soft hover:text-ink">
            {t("bookings.title")}
          </Link>
        )}
      </nav>
      <ReconnectBanner />
      <main id="main" tabIndex={-1} className="outline-none">
        <Outlet />
      </main>
      <footer className="page pb-4 text-13 text-ink-soft empty:hidden">
        <PolicyTabs names={usePolicies()} className="hover:text-ink" />
      </footer>
      <OrderNews />
      <Toasts />
    </div>
  );
}
