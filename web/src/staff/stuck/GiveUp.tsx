import { insist } from "../../base/api/client";
import { renew } from "../../base/api/queries";
import type { StuckShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { ActDialog } from "../desk/ActDialog";
import { stuckKey } from "./queries";

/** It is not tried again; that cannot be undone, so it is asked for with a reason. */
export function GiveUp({ row, onClose }: { row: StuckShown; onClose: () => void }) {
  const { t } = useLanguage();
  const asked = { action: "give-up", kind: row.kind, ids: [row.id] };
  return (
    <ActDialog
      grave
      title={t("stuck.giveUpTitle")}
      text={t(`stuck.giveUpMeans.${row.kind}`)}
      act={t("stuck.giveUp")}
      reason={{ hint: t("stuck.reasonHint") }}
      send={(key, reason) => insist("/staff/stuck", { ...asked, reason }, key)}
      onDone={() => renew(stuckKey)}
      told={() => t("stuck.givenUp")}
      onClose={onClose}
    />
  );
}
