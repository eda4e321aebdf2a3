import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { newKey, post } from "../../base/api/client";
import { renew } from "../../base/api/queries";
import { useLanguage } from "../../base/i18n/format";
import { useSession } from "../../base/session";
import { useTitle } from "../../base/shop";
import { Blank } from "../../design/Blank";
import { Button, ButtonLink } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Heading, Panel } from "../../design/Heading";
import { LinkGate } from "./LinkGate";
import { OWN_EMAIL } from "./OwnEmail";

/** Who has an account says that mail at its address is theirs. Programs that look into mails open
 * links too: so it takes a button. Who is not logged in may not be who made the account. */
export function ConfirmAddressPage() {
  const { t } = useLanguage();
  useTitle(t("account.confirmEmail"));
  return (
    <div className="page max-w-md pb-16">
      <LinkGate purpose="email" hint={t("account.confirmAsk")}>
        {(token, link) => <Confirm token={token} email={link.email ?? ""} />}
      </LinkGate>
    </div>
  );
}

function Confirm({ token, email }: { token: string; email: string }) {
  const { t } = useLanguage();
  const user = useSession()?.user;
  const sending = useMutation({
    mutationFn: () => post("/email-links", { link: token }, newKey()),
    onSuccess: () => renew(OWN_EMAIL),
  });
  if (sending.isSuccess) {
    return (
      <Blank
        heading
        icon="check"
        title={t("account.emailConfirmed", { email })}
        action={
          <ButtonLink kind="primary" to="/account">
            {t("account.title")}
          </ButtonLink>
        }
      />
    );
  }
  if (user?.email !== email) return <LogInFirst token={token} email={email} />;
  return (
    <>
      <Heading title={t("account.confirmEmail")} />
      <Panel>
        <div className="space-y-4">
          <p className="wrap-anywhere">{t("account.confirmText", { email })}</p>
          {sending.isError && <Refusal error={sending.error} />}
          <Button
            kind="primary"
            size="l"
            wide
            busy={sending.isPending}
            onClick={() => sending.mutate()}
          >
            {t("account.confirmEmail")}
          </Button>
        </div>
      </Panel>
    </>
  );
}

function LogInFirst({ token, email }: { token: string; email: string }) {
  const { t } = useLanguage();
  return (
    <>
      <Heading title={t("account.confirmEmail")} />
      <Panel>
        <div className="space-y-4">
          <p className="wrap-anywhere">{t("account.confirmLogin", { email })}</p>
          <ButtonLink kind="primary" to="/login" search={{ next: "/confirm-address" }} hash={token}>
            {t("shell.login")}
          </ButtonLink>
        </div>
      </Panel>
      <p className="mt-4 text-13 text-ink-soft">
        {t("account.confirmNotMine")}{" "}
        <Link to="/password/forgotten" className="text-accent underline underline-offset-4">
          {t("account.confirmTakeOver")}
        </Link>
      </p>
    </>
  );
}
