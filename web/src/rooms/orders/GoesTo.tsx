import { useState } from "react";
import { renew } from "../../base/api/queries";
import type { OrderShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { AddressLines } from "../addresses/AddressLines";
import { AskAddress } from "../addresses/AskAddress";
import { typed } from "../addresses/queries";
import { changeDelivery } from "./change";

type Sent = Pick<OrderShown, "id" | "number" | "status" | "parcels" | "shippingAddress">;

/** Where a paid order goes, and a way to send it elsewhere until something of it is packed. */
export function GoesTo({ order, staff = false }: { order: Sent; staff?: boolean }) {
  const { t } = useLanguage();
  const [asking, setAsking] = useState(false);
  const { id, number, shippingAddress } = order;
  if (!shippingAddress) return null;
  const packed = order.parcels?.some(
    ({ status }) => status === "picking" || status === "shipped" || status === "delivered",
  );
  return (
    <>
      <AddressLines address={shippingAddress} />
      {order.status === "paid" && !packed && (
        <Button size="s" className="mt-2" onClick={() => setAsking(true)}>
          {t("form.change")}
        </Button>
      )}
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t("orderPage.sendElsewhere", { number })}
        text={t("orderPage.sendElsewhereText")}
      >
        <AskAddress
          byPress
          others={staff}
          now={typed(shippingAddress)}
          submit={t("checkout.sendThere")}
          onTake={(address) => changeDelivery(id, { shippingAddress: address })}
          onDone={() => {
            setAsking(false);
            void renew(["orders"], ["staff"]);
          }}
        />
      </Dialog>
    </>
  );
}
