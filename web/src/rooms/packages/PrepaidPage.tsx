import { useState } from "react";
import type { GrantShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useSession } from "../../base/session";
import { Badge } from "../../design/Badge";
import { Blank } from "../../design/Blank";
import { Button, ButtonLink } from "../../design/Button";
import { Heading } from "../../design/Heading";
import { Listing } from "../../design/Listing";
import { LoginFirst } from "../../design/LoginFirst";
import { Notice } from "../../design/Notice";
import { Skeleton } from "../../design/Skeleton";
import { Memberships } from "../repeats/Memberships";
import { CodeOf } from "./CodeOf";
import { GiveOn } from "./GiveOn";
import { History } from "./History";
import { standingOf, useLasting } from "./lasting";
import { usePrepaid } from "./queries";
import { useItemWords, useUnits } from "./told";

/** The visitor's hours and certificates. */
export function PrepaidPage() {
  const { t } = useLanguage();
  const session = useSession();
  const query = usePrepaid();
  const grants = query.data?.pages.flatMap((page) => page.grants) ?? [];
  return (
    <div className="page max-w-3xl space-y-6 pb-16">
      <Heading
        title={t("packages.mine")}
        text={t("packages.mineText")}
        actions={<ButtonLink to="/packages">{t("packages.more")}</ButtonLink>}
      />
      {session?.user === null && query.isSuccess && grants.length === 0 ? (
        <LoginFirst title={t("packages.loginFirst")} hint={t("packages.loginFirstHint")} />
      ) : (
        <>
          {session?.user && <Memberships />}
          {session?.user === null && grants.length > 0 && (
            <Notice
              title={t("packages.guestHas")}
              actions={
                <ButtonLink size="s" to="/login" search={{ next: "/prepaid" }}>
                  {t("shell.login")}
                </ButtonLink>
              }
            />
          )}
          <Listing
            query={query}
            more={t("wallet.older")}
            loading={
              <div className="space-y-4" role="status" aria-label={t("packages.loading")}>
                <Skeleton className="h-32 rounded-l" />
                <Skeleton className="h-32 rounded-l" />
              </div>
            }
            empty={grants.length === 0}
            none={
              <Blank
                icon="clock"
                title={t("packages.nothing")}
                hint={t("packages.nothingHint")}
                action={<ButtonLink to="/packages">{t("packages.more")}</ButtonLink>}
              />
            }
          >
            <ul className="space-y-4">
              {grants.map((grant) => (
                <GrantCard key={grant.id} grant={grant} />
              ))}
            </ul>
          </Listing>
        </>
      )}
    </div>
  );
}

const TONES = {
  coming: "held",
  active: "free",
  grace: "held",
  frozen: "gone",
  expired: "gone",
  spent: "gone",
} as const;

function GrantCard({ grant }: { grant: GrantShown }) {
  const { t } = useLanguage();
  const units = useUnits();
  const itemWords = useItemWords();
  const lasting = useLasting();
  const [open, setOpen] = useState(false);
  const { kind, left, status } = grant;
  const standing = standingOf(grant);
  const usable = status === "coming" || status === "active" || status === "grace";
  return (
    <li className="space-y-3 rounded-l border border-line bg-raised p-4 sm:p-6">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h2 className="font-semibold wrap-anywhere">{grant.name}</h2>
        <Badge tone={TONES[standing]}>{t(`packages.state.${standing}`)}</Badge>
      </div>
      <p className="tabular text-24 font-semibold" data-testid="left">
        {units(grant, left)}
      </p>
      {kind === "sessions" && (
        <p className="wrap-anywhere">
          {itemWords(grant)}. <span className="text-ink-soft">{t("packages.sessionsPay")}</span>
        </p>
      )}
      <p className="text-13 text-ink-soft">
        {t("packages.of", { units: units(grant, grant.units) })} · {lasting(grant)}
        {grant.giftFor && ` · ${t("packages.for", { name: grant.giftFor })}`}
      </p>
      {kind === "hours" && usable && grant.transferable && left > 0 && <GiveOn grant={grant} />}
      {grant.hasCode && usable && <CodeOf grant={grant} />}
      <div>
        <Button size="s" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t("packages.history")}
        </Button>
      </div>
      {open && <History grant={grant} />}
    </li>
  );
}
