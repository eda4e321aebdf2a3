import { useState } from "react";
import type { SubOrderBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { Field } from "../../design/Field";
import { Form } from "../../design/Form";
import { toast } from "../../design/Toasts";
import { ChooseUnits, linesOf } from "../../rooms/orders/ChooseUnits";
import { toPack } from "./left";
import { callOffUnits } from "./queries";

/** Units of one's own that cannot be sent: their buyer has the money back. */
export function CallOff({ order }: { order: SubOrderBody }) {
  const { t } = useLanguage();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button
        size="s"
        aria-label={t("seller.callOffOf", { number: order.number })}
        onClick={() => setAsking(true)}
      >
        {t("seller.callOff")}
      </Button>
      {asking && <CallOffDialog order={order} onClose={() => setAsking(false)} />}
    </>
  );
}

function CallOffDialog({ order, onClose }: { order: SubOrderBody; onClose: () => void }) {
  const { t } = useLanguage();
  const [units, setUnits] = useState<number[]>([]);
  const [reason, setReason] = useState("");
  const left = toPack(order);
  const lines = linesOf(units).map(({ line, quantity }) => ({
    line: order.lines[line]?.line,
    quantity,
  }));
  const said = reason.trim();
  const ready = lines.length > 0 && said !== "";
  const calling = useIntent((key) => callOffUnits(key, order, { lines, reason: said }), {
    onSuccess: () => {
      toast({ title: t("seller.calledOff", { number: order.number }) });
      onClose();
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("seller.callOffOf", { number: order.number })}
      text={t("seller.callOffText")}
    >
      <Form
        sending={calling}
        onChange={calling.another}
        onSubmit={() => ready && calling.mutate()}
        end={
          <Button kind="danger" type="submit" busy={calling.isPending} disabled={!lines.length}>
            {t("orderUnits.do")}
          </Button>
        }
      >
        {(tried) => (
          <>
            <ChooseUnits
              legend={t("orderUnits.which")}
              items={order.lines}
              left={left}
              units={units}
              onChange={setUnits}
            />
            <Field
              label={t("seller.callOffWhy")}
              hint={t("seller.callOffWhyHint")}
              maxLength={500}
              value={reason}
              error={tried && said === "" ? t("seller.callOffWhyMissing") : null}
              onChange={({ target }) => setReason(target.value)}
            />
          </>
        )}
      </Form>
    </Dialog>
  );
}
