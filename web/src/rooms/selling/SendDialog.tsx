import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { configQuery } from "../../base/api/queries";
import type { SubOrderBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { Field } from "../../design/Field";
import { Form } from "../../design/Form";
import { toast } from "../../design/Toasts";
import { renewOrders, sendOrder } from "./queries";

/** All that is left of one's part of an order leaves in a parcel. */
export function SendDialog({ order, onClose }: { order: SubOrderBody; onClose: () => void }) {
  const { t } = useLanguage();
  const mails = useQuery(configQuery).data?.mails ?? true;
  const [carrier, setCarrier] = useState("");
  const [tracking, setTracking] = useState("");
  const unnamed = carrier.trim() === "";
  const sending = useIntent(
    (key) => sendOrder(key, order, { carrier: carrier.trim(), tracking: tracking.trim() }),
    {
      onSuccess: async () => {
        await renewOrders(order.sellerId);
        toast({ title: t("seller.sent", { number: order.number }) });
        onClose();
      },
    },
  );
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("seller.sendOf", { number: order.number })}
      text={t(mails ? "seller.sendText" : "seller.sendTextSeen")}
    >
      <Form
        sending={sending}
        onChange={sending.another}
        onSubmit={() => !unnamed && sending.mutate()}
        end={
          <Button kind="primary" type="submit" busy={sending.isPending}>
            {t("seller.sendNow")}
          </Button>
        }
      >
        {(tried) => (
          <>
            <Field
              label={t("seller.carrier")}
              maxLength={60}
              value={carrier}
              error={tried && unnamed ? t("seller.carrierMissing") : null}
              onChange={({ target }) => setCarrier(target.value)}
            />
            <Field
              label={t("seller.tracking")}
              hint={t("seller.trackingHint")}
              maxLength={60}
              value={tracking}
              onChange={({ target }) => setTracking(target.value)}
            />
          </>
        )}
      </Form>
    </Dialog>
  );
}
