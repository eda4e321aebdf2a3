import { useMutation, useQuery } from "@tanstack/react-query";
import { newKey, post } from "../../base/api/client";
import { answerQuery } from "../../base/api/queries";
import type { OwnEmail as Shown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Badge } from "../../design/Badge";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { toast } from "../../design/Toasts";

export const OWN_EMAIL = ["profile", "email"];

/** Whether the address of the account is confirmed, and a link that confirms it. */
export function OwnEmail({ email }: { email: string }) {
  const { t } = useLanguage();
  const query = useQuery(answerQuery<Shown>([...OWN_EMAIL, email], "/profile/email"));
  const asking = useMutation({
    mutationFn: () => post("/profile/email-link", {}, newKey()),
    onSuccess: () => toast({ title: t("account.emailLinkSent", { email }) }),
  });
  if (!query.data) return null;
  const { verified, canAsk } = query.data;
  return (
    <div className="mb-4 space-y-2">
      <div className="flex flex-wrap items-center gap-2" data-verified={verified}>
        <Badge tone={verified ? "free" : "held"}>
          {t(verified ? "account.verified" : "account.notVerified")}
        </Badge>
        {!verified && canAsk && (
          <Button size="s" busy={asking.isPending} onClick={() => asking.mutate()}>
            {t(asking.isSuccess ? "account.sendEmailLinkAgain" : "account.sendEmailLink")}
          </Button>
        )}
      </div>
      {asking.isError && <Refusal error={asking.error} />}
    </div>
  );
}
