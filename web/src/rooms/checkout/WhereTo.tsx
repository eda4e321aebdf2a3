import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { OrderShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Panel } from "../../design/Heading";
import { Skeleton } from "../../design/Skeleton";
import { AddressLines } from "../addresses/AddressLines";
import { AskAddress } from "../addresses/AskAddress";
import { type AddressValues, typed, useAddresses } from "../addresses/queries";
import { changeDelivery } from "../orders/change";
import { keepTyped, typedAtTill } from "../orders/typed";

interface Props {
  order: OrderShown;
  /** Mail is asked for elsewhere on the page. */
  withoutEmail: boolean;
}

/** Where the goods go. They stay held; another place may be another price. */
export function WhereTo({ order, withoutEmail }: Props) {
  const { t } = useLanguage();
  const { shippingAddress } = order;
  // Once asked for it stays open, though it is sent as one goes on: nothing moves under the hand.
  const [asking, setAsking] = useState(!shippingAddress);
  const taking = useDefault(order, () => setAsking(false));
  if (!order.addressNeeded && !shippingAddress) return null;
  return (
    <Panel title={t("checkout.whereTo")}>
      {taking ? (
        <Skeleton className="h-24 w-full" />
      ) : shippingAddress && !asking ? (
        <div className="flex flex-wrap items-start justify-between gap-4">
          <AddressLines address={shippingAddress} />
          {order.due == null && (
            <Button size="s" onClick={() => setAsking(true)}>
              {t("form.change")}
            </Button>
          )}
        </div>
      ) : (
        <AskAddress
          now={shippingAddress ? typed(shippingAddress) : undefined}
          submit={t("checkout.sendThere")}
          withoutEmail={withoutEmail}
          begin={typedAtTill().address}
          onType={(address) => keepTyped({ address })}
          onTake={async (address) => {
            await changeDelivery(order.id, { shippingAddress: address });
            keepTyped({ address, taken: address });
          }}
          onDone={() => setAsking(false)}
        />
      )}
    </Panel>
  );
}

/** Who keeps addresses is not asked: it goes to the first, until another is chosen; nor is who said
 * where to for a hold that ended. True until then. */
function useDefault({ id, addressNeeded }: OrderShown, onTaken: () => void): boolean {
  const { data, isLoading } = useAddresses();
  const [taken] = useState(() => typedAtTill().taken);
  const kept = data?.addresses[0];
  const first = taken ?? (kept && typed(kept));
  const { mutate, isPending } = useMutation({
    mutationFn: (shippingAddress: AddressValues) => changeDelivery(id, { shippingAddress }),
    onSuccess: onTaken,
  });
  const tried = useRef(false);
  useEffect(() => {
    if (!first || !addressNeeded || tried.current) return;
    tried.current = true;
    mutate(first);
  }, [first, addressNeeded, mutate]);
  return addressNeeded && (isLoading || isPending || Boolean(first && !tried.current));
}
