import type { PurchaseBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Badge, type BadgeTone } from "../../design/Badge";

const TONES: Record<PurchaseBody["status"], BadgeTone> = {
  ordered: "accent",
  "partly-received": "held",
  received: "free",
  cancelled: "gone",
};

export function PurchaseBadge({ status }: Pick<PurchaseBody, "status">) {
  const { t } = useLanguage();
  return <Badge tone={TONES[status]}>{t(`purchase.status.${status}`)}</Badge>;
}
