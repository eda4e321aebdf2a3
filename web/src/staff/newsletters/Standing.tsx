import type { NewsletterBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Badge, type BadgeTone } from "../../design/Badge";

const TONES: Record<NewsletterBody["status"], BadgeTone> = {
  draft: "gone",
  scheduled: "held",
  sending: "held",
  sent: "free",
  stopped: "gone",
  discarded: "gone",
};

export function Standing({ status }: Pick<NewsletterBody, "status">) {
  const { t } = useLanguage();
  return <Badge tone={TONES[status]}>{t(`newsletters.status.${status}`)}</Badge>;
}
