import { useState } from "react";
import { insist } from "../../base/api/client";
import { renew } from "../../base/api/queries";
import type { OrderShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { Refusal } from "../../design/Failure";
import { useEndToo } from "../repeats/EndToo";
import { ChooseUnits, linesOf } from "./ChooseUnits";
import { keepOrder } from "./queries";

/** A part of what was bought and is not packed yet, where there is more than one unit of it;
 * `alone`: the order as a whole cannot be cancelled, so one unit is offered too. */
export function CancelUnits({ order, alone = false }: { order: OrderShown; alone?: boolean }) {
  const { t } = useLanguage();
  const [asking, setAsking] = useState(false);
  const [units, setUnits] = useState<number[]>([]);
  const left = order.items.map(({ cancellable }) => cancellable ?? 0);
  const lines = linesOf(units);
  const path = `/orders/${order.id}/cancel-units`;
  const repeat = useEndToo(order.repeatId, asking, false);
  const asked = { lines, endRepeat: repeat.endRepeat };
  const cancel = useIntent((key) => insist<{ order: OrderShown }>(path, asked, key), {
    onSuccess: (answer) => {
      keepOrder(answer.order);
      setAsking(false);
      setUnits([]);
    },
    onSettled: () => renew(["orders"], ["repeat-orders"]),
  });
  const least = alone ? 1 : 2;
  if (order.status !== "paid" || left.reduce((sum, each) => sum + each, 0) < least) return null;
  return (
    <>
      <Button onClick={() => setAsking(true)}>{t("orderUnits.cancel")}</Button>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t("orderUnits.title", { number: order.number })}
        text={t("orderUnits.text")}
      >
        <ChooseUnits
          legend={t("orderUnits.which")}
          items={order.items}
          left={left}
          units={units}
          onChange={(next) => {
            setUnits(next);
            cancel.another();
            cancel.reset();
          }}
        />
        {repeat.field}
        {cancel.isError && <Refusal error={cancel.error} />}
        <div className="mt-5 flex flex-wrap justify-end gap-2">
          <Button onClick={() => setAsking(false)}>{t("orderUnits.keep")}</Button>
          <Button
            kind="danger"
            busy={cancel.isPending}
            disabled={lines.length === 0}
            onClick={() => cancel.mutate()}
          >
            {t("orderUnits.do")}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
