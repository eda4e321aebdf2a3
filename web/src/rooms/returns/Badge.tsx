import type { ReturnShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Badge, type BadgeTone } from "../../design/Badge";

const TONES: Record<ReturnShown["status"], BadgeTone> = {
  requested: "held",
  approved: "accent",
  refused: "danger",
  received: "held",
  inspected: "free",
  cancelled: "gone",
};

export function ReturnBadge({ status }: { status: ReturnShown["status"] }) {
  const { t } = useLanguage();
  return <Badge tone={TONES[status]}>{t(`return.status.${status}`)}</Badge>;
}
