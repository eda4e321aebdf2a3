import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect } from "react";
import type { InvitationBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useSession } from "../../base/session";
import { useShopName, useTitle } from "../../base/shop";
import { Blank } from "../../design/Blank";
import { ButtonLink } from "../../design/Button";
import { Skeleton } from "../../design/Skeleton";
import { ToShop } from "../../design/ToShop";
import { keepInvitation } from "./kept";
import { invitationQuery } from "./queries";
import { useFrom, useOff } from "./words";

const route = getRouteApi("/i/$code");

/** Where a friend's link leads: who invites, and what there is for coming. */
export function InvitationPage() {
  const { t } = useLanguage();
  const { code } = route.useParams();
  const query = useQuery(invitationQuery(code));
  useTitle(t("referrals.invitation"));
  if (query.isPending) return <Skeleton className="mx-auto my-16 h-48 w-full max-w-md" />;
  return (
    <div className="page pb-16">
      {query.data ? (
        <Invited to={query.data} />
      ) : (
        <Blank
          heading
          icon="person"
          title={t("referrals.over")}
          hint={t("referrals.overHint")}
          action={<ToShop />}
        />
      )}
    </div>
  );
}

function Invited({ to }: { to: InvitationBody }) {
  const { t } = useLanguage();
  const shop = useShopName();
  const off = useOff();
  const from = useFrom();
  const session = useSession();
  const { code, inviter, offer } = to;
  useEffect(() => keepInvitation(code), [code]);
  const next = { next: "/" };
  return (
    <Blank
      heading
      icon="person"
      title={
        inviter
          ? t("referrals.invitedBy", { name: inviter, shop })
          : t("referrals.invitedTo", { shop })
      }
      hint={
        <>
          <span className="block text-18 font-semibold text-ink">
            {[t("referrals.offFirst", { off: off(offer) }), from(offer)].filter(Boolean).join(", ")}
          </span>
          <span className="mt-2 block">
            {t(session?.user ? "referrals.byItself" : "referrals.withAccount")}
          </span>
        </>
      }
      action={
        session?.user ? (
          <ToShop />
        ) : (
          <>
            <ButtonLink kind="primary" to="/signup" search={next}>
              {t("account.signUp")}
            </ButtonLink>
            <ButtonLink to="/login" search={next}>
              {t("shell.login")}
            </ButtonLink>
            <ButtonLink kind="plain" to="/">
              {t("referrals.lookAround")}
            </ButtonLink>
          </>
        )
      }
    />
  );
}
