import { useQuery } from "@tanstack/react-query";
import { sessionQuery } from "../../base/api/queries";
import type { OwnReferrals } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { BackLink } from "../../design/BackLink";
import { Blank } from "../../design/Blank";
import { Heading, Panel } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { LoginFirst } from "../../design/LoginFirst";
import { Skeleton } from "../../design/Skeleton";
import { ToShop } from "../../design/ToShop";
import { CameByIt } from "./CameByIt";
import { OwnLink } from "./OwnLink";
import { ownReferrals } from "./queries";
import { useFrom, useOff } from "./words";

/** One's own link to invite friends by, and what came of it. */
export function InvitePage() {
  const { t } = useLanguage();
  return (
    <div className="page max-w-2xl pb-16">
      <BackLink to="/account">{t("account.title")}</BackLink>
      <Heading title={t("referrals.title")} />
      <Loaded query={useQuery(sessionQuery)} loading={<Skeleton className="h-64 w-full" />}>
        {({ user }) =>
          user ? (
            <Own />
          ) : (
            <LoginFirst title={t("referrals.loginFirst")} hint={t("referrals.loginFirstHint")} />
          )
        }
      </Loaded>
    </div>
  );
}

function Own() {
  const { t } = useLanguage();
  return (
    <Loaded query={useQuery(ownReferrals)} loading={<Skeleton className="h-64 w-full" />}>
      {(own) => (
        <div className="space-y-6">
          {own.on ? (
            <Panel title={t("referrals.both")}>
              <Terms own={own} />
              <OwnLink code={own.code} />
            </Panel>
          ) : (
            <Blank icon="person" title={t("referrals.off")} action={<ToShop />} />
          )}
          {own.came > 0 && <CameByIt own={own} />}
        </div>
      )}
    </Loaded>
  );
}

function Terms({ own: { friend, reward, waitDays, mostAYear } }: { own: OwnReferrals }) {
  const { t } = useLanguage();
  const off = useOff();
  const from = useFrom();
  if (!friend || !reward) return null;
  const lines = [
    [t("referrals.friendGets", { off: off(friend) }), from(friend)],
    [t("referrals.youGet", { off: off(reward) }), from(reward)],
    [waitDays ? t("referrals.when", { count: waitDays }) : t("referrals.atOnce")],
    [t("referrals.most", { count: mostAYear })],
  ];
  return (
    <ul className="mb-4 list-disc space-y-1 pl-5">
      {lines.map((parts) => (
        <li key={parts[0]}>{parts.filter(Boolean).join(", ")}</li>
      ))}
    </ul>
  );
}
