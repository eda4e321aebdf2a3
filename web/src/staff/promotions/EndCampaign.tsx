import { insist } from "../../base/api/client";
import { renew } from "../../base/api/queries";
import type { StaffCampaignBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { ActDialog } from "../desk/ActDialog";

interface Props {
  campaign: StaffCampaignBody;
  onClose: () => void;
}

/** No more coupons from now on; it cannot be undone, so it is asked for with a reason. */
export function EndCampaign({ campaign: { id, name }, onClose }: Props) {
  const { t } = useLanguage();
  return (
    <ActDialog
      title={t("campaigns.endTitle", { name })}
      text={t("campaigns.endText")}
      act={t("campaigns.end")}
      reason={{ hint: t("campaigns.reasonHint"), most: 200 }}
      send={(key, reason) => insist(`/staff/coupon-campaigns/${id}/end`, { reason }, key)}
      onDone={() => renew(["staff", "campaigns"], ["coupons"])}
      told={() => t("campaigns.ended", { name })}
      onClose={onClose}
    />
  );
}
