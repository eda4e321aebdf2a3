import { useState } from "react";
import { insist } from "../../base/api/client";
import { renew } from "../../base/api/queries";
import type { SellerMoneyBody, SellerStanding } from "../../base/api/schema";
import type { StaffRoute } from "../../base/duties";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { ActDialog } from "./ActDialog";

interface Props {
  /** Whose, and what they are called. */
  place: string;
  name: string;
  standing: SellerStanding;
  needs: StaffRoute;
}

/** What is owed is given up, all of it in a currency, as it was seen. */
export function WriteOff({ place, name, standing: { owed, currency }, needs }: Props) {
  const { t, formats } = useLanguage();
  const [asking, ask] = useState(false);
  if (owed === 0) return null;
  const price = formats.price(owed, currency);
  return (
    <>
      <Button needs={needs} kind="danger" onClick={() => ask(true)}>
        {t("desk.writeOff", { price })}
      </Button>
      {asking && (
        <ActDialog
          title={t("desk.writeOff", { price })}
          text={t("desk.writeOffText", { name })}
          act={t("desk.writeOffDo")}
          grave
          reason={{ hint: t("desk.onlyStaff") }}
          send={(key, reason) =>
            insist<SellerMoneyBody>(`${place}/write-off`, { amount: owed, currency, reason }, key)
          }
          onDone={() =>
            renew(["staff", "sellers"], ["staff", "payouts"], ["staff", "holders"], ["seller"])
          }
          told={() => t("desk.writtenOff", { price })}
          onClose={() => ask(false)}
        />
      )}
    </>
  );
}
