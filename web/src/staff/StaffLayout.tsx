import { useQuery } from "@tanstack/react-query";
import { Link, Outlet, useLocation } from "@tanstack/react-router";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { sessionQuery } from "../api/queries";
import { Kbd } from "../components/Badge";
import { Blank } from "../components/Blank";
import { ButtonLink, IconButton } from "../components/Button";
import { Dialog } from "../components/Dialog";
import { Failure } from "../components/Failure";
import { ScrollRow } from "../components/ScrollRow";
import { Skeleton } from "../components/Skeleton";
import { isStaff } from "../session/session";
import { useTitle } from "../shell/title";
import { usePageKeys } from "./keys";

const TAB =
  "inline-flex min-h-10 items-center border-b-2 border-transparent px-1 text-15 whitespace-nowrap text-ink-soft hover:text-ink data-[status=active]:border-accent data-[status=active]:text-ink data-[status=active]:font-medium";

const TABS = [
  { to: "/staff", name: "stock", exact: true },
  { to: "/staff/log", name: "log", exact: false },
  { to: "/staff/low", name: "low", exact: false },
  { to: "/staff/reservations", name: "reservations", exact: false },
  { to: "/staff/campaigns", name: "campaigns", exact: false },
  { to: "/staff/wallets", name: "wallets", exact: false },
  { to: "/staff/statistics", name: "statistics", exact: false },
] as const;

export function StaffLayout() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const query = useQuery(sessionQuery);
  const [help, setHelp] = useState(false);
  usePageKeys(useCallback(() => setHelp(true), []));
  useTitle(t("staff.title"));

  if (query.isPending) {
    return (
      <div className="page py-8">
        <Skeleton className="h-96 w-full" />
      </div>
    );
  }
  if (query.isError) return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  if (!isStaff(query.data)) {
    return (
      <Blank
        heading
        icon="alert"
        title={t("session.needStaff")}
        hint={t("session.needStaffHint")}
        action={
          <ButtonLink kind="primary" to="/login" search={{ next: pathname }}>
            {t("shell.login")}
          </ButtonLink>
        }
      />
    );
  }
  return (
    <div className="page pb-16">
      <div className="mb-5 flex items-end justify-between gap-4 border-b border-line pt-4">
        <nav aria-label={t("staff.nav")} className="-mb-px min-w-0">
          <ScrollRow current={pathname} className="gap-5 [scrollbar-width:none]">
            {TABS.map(({ to, name, exact }) => (
              <li key={to} className="shrink-0">
                <Link to={to} className={TAB} activeOptions={{ exact, includeSearch: false }}>
                  {t(`staff.${name}`)}
                </Link>
              </li>
            ))}
          </ScrollRow>
        </nav>
        <span className="hidden sm:block">
          <IconButton icon="keys" label={t("staff.keys")} onClick={() => setHelp(true)} />
        </span>
      </div>
      <Outlet />
      <KeyList open={help} onClose={() => setHelp(false)} />
    </div>
  );
}

function KeyList({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const keys = [
    ["/", t("staff.key.search")],
    ["j", t("staff.key.down")],
    ["k", t("staff.key.up")],
    ["Enter", t("staff.key.open")],
    ["?", t("staff.key.help")],
    ["Esc", t("staff.key.close")],
  ];
  return (
    <Dialog open={open} onClose={onClose} title={t("staff.keysTitle")}>
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2">
        {keys.map(([key, words]) => (
          <div key={key} className="contents">
            <dt>
              <Kbd>{key}</Kbd>
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
