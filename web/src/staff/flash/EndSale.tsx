import { insist } from "../../base/api/client";
import { renew } from "../../base/api/queries";
import type { FlashSaleBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { ActDialog } from "../desk/ActDialog";

interface Props {
  sale: FlashSaleBody;
  onClose: () => void;
}

/** Nothing more is sold from now on; it cannot be undone, so it is asked for with a reason. */
export function EndSale({ sale: { id, name }, onClose }: Props) {
  const { t } = useLanguage();
  return (
    <ActDialog
      title={t("staff.flash.endTitle", { name })}
      text={t("staff.flash.endText")}
      act={t("staff.flash.end")}
      reason={{ hint: t("staff.flash.reasonHint"), most: 200 }}
      send={(key, reason) => insist(`/staff/flash-sales/${id}/end`, { reason }, key)}
      onDone={() => renew(["staff", "flash-sales"], ["flash-sales"])}
      told={() => t("staff.flash.endedToast", { name })}
      onClose={onClose}
    />
  );
}
