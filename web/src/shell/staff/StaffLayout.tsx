import { useQuery } from "@tanstack/react-query";
import { Outlet, useLocation } from "@tanstack/react-router";
import { useCallback, useRef, useState } from "react";
import { sessionQuery } from "../../base/api/queries";
import { may, type StaffRoute } from "../../base/duties";
import { useLanguage } from "../../base/i18n/format";
import { useTitle } from "../../base/shop";
import { Kbd } from "../../design/Badge";
import { Blank } from "../../design/Blank";
import { ButtonLink } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { Failure } from "../../design/Failure";
import { SecondFactorFirst } from "../../design/SecondFactorFirst";
import { Skeleton } from "../../design/Skeleton";
import { WorkPlace } from "../../design/Work";
import { useKeysOfPage } from "../../staff/desk/told";
import { NotSellingNotice } from "../../staff/shop/NotSellingNotice";
import { usePageKeys } from "./keys";
import { LoginAgain } from "./LoginAgain";
import { PAGES, pageAt } from "./menu";
import { NotYourWork } from "./NotYourWork";
import { OnlyLooking } from "./OnlyLooking";
import { Palette } from "./Palette";
import { StaffMenuButton, StaffSidebar } from "./StaffMenu";
import { standingOf } from "./standing";

const NOTHING: readonly StaffRoute[] = [];

export function StaffLayout() {
  const { t } = useLanguage();
  const { pathname, href } = useLocation();
  const query = useQuery(sessionQuery);
  const session = query.data;
  const before = useRef(false);
  const standing = session && standingOf(session, before.current);
  before.current = standing === "staff" || standing === "ended";
  const [help, setHelp] = useState(false);
  usePageKeys(useCallback(() => setHelp(true), []));
  const { reads, writes = NOTHING } = pageAt(pathname) ?? {};
  const can = useCallback(
    // Whose session ended keeps what was being written, under the question to log in again.
    (route: StaffRoute) => standing !== "staff" || may(session, route),
    [standing, session],
  );
  const closed = standing === "staff" && reads && !may(session, reads) ? reads : undefined;
  const here = PAGES.find(({ to }) => to === pathname.replace(/\/+$/, ""));

  if (!standing) {
    return query.isError ? (
      <Failure whole error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <div className="page py-8">
        <Skeleton className="h-96 w-full" />
      </div>
    );
  }
  if (standing === "second-factor") return <SecondFactorFirst />;
  if (standing === "stranger") {
    return (
      <Blank
        heading
        icon="alert"
        title={t("session.needStaff")}
        hint={t("session.needStaffHint")}
        action={
          <ButtonLink kind="primary" to="/login" search={{ next: href }}>
            {t("shell.login")}
          </ButtonLink>
        }
      />
    );
  }
  return (
    <div className="page flex gap-6 pb-16">
      <StaffSidebar>
        <Palette wide />
      </StaffSidebar>
      <div data-staff tabIndex={-1} className="min-w-0 grow pt-4 outline-none lg:pt-6">
        <div className="mb-4 flex items-center justify-between gap-2 lg:hidden">
          <StaffMenuButton />
          <Palette />
        </div>
        <NotSellingNotice />
        {closed ? (
          <NotYourWork reads={closed} />
        ) : (
          <WorkPlace can={can} writes={writes}>
            <OnlyLooking />
            <Outlet />
          </WorkPlace>
        )}
      </div>
      {here && <Title page={t(here.label)} />}
      <KeyList open={help} onClose={() => setHelp(false)} />
      {standing === "ended" && <LoginAgain key={pathname} />}
    </div>
  );
}

function Title({ page }: { page: string }) {
  useTitle(page);
  return null;
}

function KeyList({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useLanguage();
  const keys = [
    ["Ctrl K", t("palette.title")],
    ["/", t("staff.key.search")],
    ["j", t("staff.key.down")],
    ["k", t("staff.key.up")],
    ["Enter", t("staff.key.open")],
    ...useKeysOfPage(),
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
