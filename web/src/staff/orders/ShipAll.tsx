import { useState } from "react";
import { insist } from "../../base/api/client";
import { renew } from "../../base/api/queries";
import type { OrdersPackedAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Field } from "../../design/Field";
import { ActDialog } from "../desk/ActDialog";

/** Who took what left last, as long as this tab is open. */
let last = "";

interface Props {
  orderIds: string[];
  onDone: (became: OrdersPackedAnswer["orders"]) => void;
  onClose: () => void;
}

/** All that is packed of the orders that are chosen leaves with one carrier: the one of last time,
 * unless another is named. */
export function ShipAll({ orderIds, onDone, onClose }: Props) {
  const { t } = useLanguage();
  const [carrier, setCarrier] = useState(last);
  const named = carrier.trim();
  return (
    <ActDialog
      title={t("staffOrder.shipAll")}
      text={t("staffOrder.shipAllText")}
      act={t("staffOrder.shipAll")}
      sound={named !== ""}
      send={(key) =>
        insist<OrdersPackedAnswer>("/staff/orders-shipped", { orderIds, carrier: named }, key)
      }
      onDone={({ orders }) => {
        last = named;
        onDone(orders);
        return renew(["staff"], ["orders"], ["seller"]);
      }}
      onClose={onClose}
      beside={<Button onClick={onClose}>{t("form.back")}</Button>}
    >
      {(tried) => (
        <Field
          data-first
          label={t("staffParcel.carrier")}
          value={carrier}
          maxLength={60}
          onChange={(event) => setCarrier(event.target.value)}
          error={tried && !named ? t("staffParcel.carrierMissing") : null}
        />
      )}
    </ActDialog>
  );
}
