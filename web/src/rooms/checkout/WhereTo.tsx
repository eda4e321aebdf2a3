import { useState } from "react";
import type { OrderShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Panel } from "../../design/Heading";
import { AddressLines } from "../addresses/AddressLines";
import { AskAddress } from "../addresses/AskAddress";
import { typed } from "../addresses/queries";
import { changeDelivery } from "./delivery";

/** Where the goods go. They stay held; another place may be another price. */
export function WhereTo({ order }: { order: OrderShown }) {
  const { t } = useLanguage();
  const [changing, setChanging] = useState(false);
  const { shippingAddress } = order;
  if (!order.addressNeeded && !shippingAddress) return null;
  return (
    <Panel title={t("checkout.whereTo")}>
      {shippingAddress && !changing ? (
        <div className="flex flex-wrap items-start justify-between gap-4">
          <AddressLines address={shippingAddress} />
          {order.due == null && (
            <Button size="s" onClick={() => setChanging(true)}>
              {t("address.change")}
            </Button>
          )}
        </div>
      ) : (
        <AskAddress
          now={shippingAddress ? typed(shippingAddress) : undefined}
          submit={t("checkout.sendThere")}
          onTake={(address) => changeDelivery(order.id, { shippingAddress: address })}
          onDone={() => setChanging(false)}
        />
      )}
    </Panel>
  );
}
