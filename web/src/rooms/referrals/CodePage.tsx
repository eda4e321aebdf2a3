import { useNavigate } from "@tanstack/react-router";
import { queryClient } from "../../base/api/queries";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Heading } from "../../design/Heading";
import { OneFieldForm } from "../../design/OneFieldForm";
import { invitationQuery } from "./queries";

/** Where a code is typed that a friend has said or written down. */
export function CodePage() {
  const { t } = useLanguage();
  const navigate = useNavigate();
  return (
    <div className="page max-w-md pb-16">
      <Heading title={t("referrals.enter")} />
      <OneFieldForm
        looks
        required
        name="code"
        label={t("referrals.enterCode")}
        hint={t("referrals.enterHint")}
        autoComplete="off"
        autoCapitalize="characters"
        maxLength={20}
        send={(code) => queryClient.fetchQuery(invitationQuery(code))}
        onSent={({ code }) => navigate({ to: "/i/$code", params: { code } })}
        end={(busy) => (
          <Button kind="primary" type="submit" busy={busy}>
            {t("referrals.enterGo")}
          </Button>
        )}
      />
    </div>
  );
}
