import type { ExperimentBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Badge, type BadgeTone } from "../../design/Badge";

const TONES: Record<ExperimentBody["status"], BadgeTone> = {
  draft: "held",
  running: "free",
  ended: "gone",
  discarded: "gone",
};

export function Standing({ status }: Pick<ExperimentBody, "status">) {
  const { t } = useLanguage();
  return <Badge tone={TONES[status]}>{t(`experiments.status.${status}`)}</Badge>;
}
