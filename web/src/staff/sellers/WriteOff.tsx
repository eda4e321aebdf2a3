import { useState } from "react";
import type { SellerBody, SellerStanding } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { ActDialog } from "../desk/ActDialog";
import { renewSellers, writeOff } from "./queries";

interface Props {
  seller: SellerBody;
  standing: SellerStanding;
}

/** What a seller owes is given up; then nothing of it keeps one who leaves. */
export function WriteOff({ seller, standing: { owed, currency } }: Props) {
  const { t, formats } = useLanguage();
  const [asking, ask] = useState(false);
  if (owed === 0) return null;
  const price = formats.price(owed, currency);
  return (
    <>
      <Button
        needs="POST /api/staff/sellers/{seller_id}/write-off"
        kind="danger"
        onClick={() => ask(true)}
      >
        {t("sellers.writeOff", { price })}
      </Button>
      {asking && (
        <ActDialog
          title={t("sellers.writeOff", { price })}
          text={t("sellers.writeOffText", { name: seller.name })}
          act={t("sellers.writeOffDo")}
          grave
          reason={{ hint: t("sellers.writeOffHint") }}
          send={(key, reason) => writeOff(key, seller.id, { amount: owed, currency, reason })}
          onDone={renewSellers}
          told={() => t("sellers.writtenOff", { price })}
          onClose={() => ask(false)}
        />
      )}
    </>
  );
}
