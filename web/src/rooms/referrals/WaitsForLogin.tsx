import { useQuery } from "@tanstack/react-query";
import { useLocation } from "@tanstack/react-router";
import { useLanguage } from "../../base/i18n/format";
import { useSession } from "../../base/session";
import { ButtonLink } from "../../design/Button";
import { Notice } from "../../design/Notice";
import { useInvitation } from "./kept";
import { invitationQuery } from "./queries";
import { useFrom, useOff } from "./words";

/** Who came by a friend's link buys without what it promises, unless they log in first: it says so
 * before they order. */
export function WaitsForLogin() {
  const { t } = useLanguage();
  const { href } = useLocation();
  const off = useOff();
  const from = useFrom();
  const session = useSession();
  const code = useInvitation();
  const guest = Boolean(session && !session.user);
  const { data } = useQuery({ ...invitationQuery(code), enabled: guest && code !== "" });
  if (!guest || !code || !data) return null;
  const next = { next: href };
  return (
    <Notice
      tone="free"
      title={[t("referrals.offFirst", { off: off(data.offer) }), from(data.offer)]
        .filter(Boolean)
        .join(", ")}
      actions={
        <>
          <ButtonLink size="s" to="/signup" search={next}>
            {t("account.signUp")}
          </ButtonLink>
          <ButtonLink size="s" kind="plain" to="/login" search={next}>
            {t("shell.login")}
          </ButtonLink>
        </>
      }
    >
      {t("referrals.withAccount")}
    </Notice>
  );
}
