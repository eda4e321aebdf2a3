import { useState } from "react";
import type { SubOrderBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { Form } from "../../design/Form";
import { ChooseUnits, linesOf } from "../../rooms/orders/ChooseUnits";
import { toPack } from "./left";
import { packOrder } from "./queries";

/** Some units of what is left, in a parcel of their own that may leave first. */
export function PackPart({ order }: { order: SubOrderBody }) {
  const { t } = useLanguage();
  const [asking, ask] = useState(false);
  return (
    <>
      <Button
        size="s"
        aria-label={t("seller.packPartOf", { number: order.number })}
        onClick={() => ask(true)}
      >
        {t("seller.packPart")}
      </Button>
      {asking && <PackDialog order={order} onClose={() => ask(false)} />}
    </>
  );
}

function PackDialog({ order, onClose }: { order: SubOrderBody; onClose: () => void }) {
  const { t } = useLanguage();
  const [units, setUnits] = useState<number[]>([]);
  const lines = linesOf(units).map(({ line, quantity }) => ({
    line: order.lines[line]?.line,
    quantity,
  }));
  const packing = useIntent((key) => packOrder(key, order, lines), { onSuccess: onClose });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("seller.packPartOf", { number: order.number })}
      text={t("seller.packPartText")}
    >
      <Form
        sending={packing}
        onChange={packing.another}
        onSubmit={() => lines.length > 0 && packing.mutate()}
        end={
          <Button kind="primary" type="submit" busy={packing.isPending} disabled={!lines.length}>
            {t("seller.packPart")}
          </Button>
        }
      >
        <ChooseUnits
          legend={t("orderUnits.which")}
          items={order.lines}
          left={toPack(order)}
          units={units}
          onChange={setUnits}
        />
      </Form>
    </Dialog>
  );
}
