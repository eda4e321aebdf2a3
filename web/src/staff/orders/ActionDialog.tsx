import { useState } from "react";
import { insist } from "../../base/api/client";
import { renew } from "../../base/api/queries";
import type { StaffOrderAnswer } from "../../base/api/schema";
import { amountText, parseAmount } from "../../base/i18n/amount";
import { useLanguage } from "../../base/i18n/format";
import { AmountField } from "../../design/AmountField";
import { Button } from "../../design/Button";
import { ActDialog } from "../desk/ActDialog";
import { type Action, ASKED } from "./actions";

/** As much of an order as its actions need. */
type ActedOn = Pick<StaffOrderAnswer["order"], "id" | "number" | "currency" | "staff">;

interface Props {
  order: ActedOn;
  action: Action;
  onClose: () => void;
}

/** Asks what an action needs, says what it does, and does it once. */
export function ActionDialog({ order, action, onClose }: Props) {
  const { t, formats } = useLanguage();
  const asked = ASKED[action];
  const digits = formats.digits(order.currency);
  const most = order.staff?.refundable ?? 0;
  const shown = { most: formats.price(most, order.currency) };
  const [text, setText] = useState(() => amountText(most, digits));
  const amount = parseAmount(text, digits) ?? 0;
  const bad = asked.amount && (amount < 1 || amount > most);
  return (
    <ActDialog
      title={t(`staffOrder.do.${action}`)}
      text={t(`staffOrder.means.${action}`)}
      act={t(`staffOrder.do.${action}`)}
      grave={asked.grave}
      reason={asked.reason ? { hint: t("staff.reasonOurs") } : undefined}
      sound={!bad}
      send={(key, reason) => {
        const said = { ...(asked.reason && { reason }), ...(asked.amount && { amount }) };
        return insist(`/staff/orders/${order.id}/${asked.path}`, said, key);
      }}
      onDone={() => renew(["staff"], ["orders"])}
      told={() => t(`staffOrder.did.${action}`, { number: order.number })}
      onClose={onClose}
      beside={<Button onClick={onClose}>{t("staff.back")}</Button>}
    >
      {asked.amount
        ? (tried) => (
            <AmountField
              data-first
              currency={order.currency}
              label={t("wallet.amount")}
              value={text}
              onChange={(event) => setText(event.target.value)}
              error={tried && bad ? t("staffOrder.amountBad", shown) : null}
              hint={t("staffOrder.atMost", shown)}
            />
          )
        : undefined}
    </ActDialog>
  );
}
