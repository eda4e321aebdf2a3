import type { RepeatBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Badge } from "../../design/Badge";

const TONES = { active: "free", paused: "held", ended: "gone" } as const;

/** How a repeat order stands. */
export function RepeatBadge({ status }: Pick<RepeatBody, "status">) {
  const { t } = useLanguage();
  return <Badge tone={TONES[status]}>{t(`repeats.status.${status}`)}</Badge>;
}
