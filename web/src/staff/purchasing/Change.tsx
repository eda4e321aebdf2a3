import { useState } from "react";
import { insist, put } from "../../base/api/client";
import type { PurchaseBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Field } from "../../design/Field";
import { ActDialog } from "../desk/ActDialog";
import { PURCHASES, renewPurchases } from "./queries";

interface Props {
  found: PurchaseBody;
  onClose: () => void;
}

/** On which day the rest is to come. */
export function ChangeDay({ found, onClose }: Props) {
  const { t } = useLanguage();
  const [day, setDay] = useState(found.expectedOn ?? "");
  return (
    <ActDialog
      title={t("purchase.changeDay")}
      text={t("purchase.expectedHint")}
      send={() =>
        put<PurchaseBody>(`${PURCHASES}/${found.id}/expected`, { expectedOn: day || null })
      }
      onDone={renewPurchases}
      told={() => t("purchase.dayChanged")}
      onClose={onClose}
    >
      {() => (
        <Field
          data-first
          type="date"
          label={t("purchase.expectedOn")}
          value={day}
          onChange={({ target }) => setDay(target.value)}
        />
      )}
    </ActDialog>
  );
}

/** What has not come does not come. */
export function CancelRest({ found, onClose }: Props) {
  const { t } = useLanguage();
  return (
    <ActDialog
      grave
      title={t("purchase.cancelTitle", { number: found.number })}
      text={t("purchase.cancelText")}
      act={t("purchase.cancel")}
      reason={{ hint: t("purchase.reasonHint") }}
      send={(key, reason) =>
        insist<PurchaseBody>(`${PURCHASES}/${found.id}/cancel`, { reason }, key)
      }
      onDone={renewPurchases}
      told={() => t("purchase.cancelled", { number: found.number })}
      onClose={onClose}
    />
  );
}
