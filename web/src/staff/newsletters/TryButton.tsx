import { insist } from "../../base/api/client";
import type { NewsletterBody, NewsletterTryOnItsWay } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useProblemWords } from "../../base/i18n/problem";
import { useIntent } from "../../base/intent";
import { Button } from "../../design/Button";
import { toast } from "../../design/Toasts";
import { addressOf } from "./queries";

/** Have it mailed to oneself, in the language that one reads here. */
export function TryButton({ one, disabled }: { one: NewsletterBody; disabled: boolean }) {
  const { t, locale } = useLanguage();
  const words = useProblemWords("staff");
  const trying = useIntent(
    (key: string) => insist<NewsletterTryOnItsWay>(`${addressOf(one.id)}/try`, { locale }, key),
    {
      onSuccess: ({ email }) => toast({ title: t("newsletters.tried", { email }) }),
      onError: (error) => toast({ tone: "danger", title: words(error) }),
    },
  );
  return (
    <Button
      needs="POST /api/staff/newsletters/{newsletter_id}/try"
      disabled={disabled}
      busy={trying.isPending}
      onClick={() => trying.mutate()}
    >
      {t("newsletters.try")}
    </Button>
  );
}
