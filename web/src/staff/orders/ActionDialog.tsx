import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { insist } from "../../base/api/client";
import type { StaffOrder } from "../../base/api/types";
import { amountText, parseAmount } from "../../base/i18n/amount";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { AmountField } from "../../design/AmountField";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { Refusal } from "../../design/Failure";
import { Field } from "../../design/Field";
import { toast } from "../../design/Toasts";
import { type Action, ASKED } from "./actions";

/** As much of an order as its actions need. */
type ActedOn = Pick<StaffOrder["order"], "id" | "number" | "currency" | "staff">;

interface Props {
  order: ActedOn;
  action: Action | null;
  onClose: () => void;
}

/** Asks what an action needs, says what it does, and does it once. */
export function ActionDialog({ order, action, onClose }: Props) {
  const { t } = useLanguage();
  return (
    <Dialog
      open={action !== null}
      onClose={onClose}
      title={action ? t(`staffOrder.do.${action}`) : ""}
      text={action && t(`staffOrder.means.${action}`)}
    >
      {action && <Form key={action} order={order} action={action} onClose={onClose} />}
    </Dialog>
  );
}

function Form({ order, action, onClose }: Props & { action: Action }) {
  const { t, formats } = useLanguage();
  const client = useQueryClient();
  const asked = ASKED[action];
  const digits = formats.digits(order.currency);
  const most = order.staff?.refundable ?? 0;
  const [text, setText] = useState(() => amountText(most, digits));
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const amountBox = useRef<HTMLInputElement>(null);
  const reasonBox = useRef<HTMLInputElement>(null);
  const amount = parseAmount(text, digits) ?? 0;
  const amountBad = asked.amount && (amount < 1 || amount > most);
  const reasonBad = asked.reason && !reason.trim();
  const said = { ...(asked.reason && { reason: reason.trim() }), ...(asked.amount && { amount }) };
  const act = useIntent((key) => insist(`/staff/orders/${order.id}/${asked.path}`, said, key), {
    onSuccess: async () => {
      await Promise.all([
        client.invalidateQueries({ queryKey: ["staff"] }),
        client.invalidateQueries({ queryKey: ["orders"] }),
      ]);
      toast({ title: t(`staffOrder.did.${action}`, { number: order.number }) });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (amountBad) amountBox.current?.focus();
    else if (reasonBad) reasonBox.current?.focus();
    else if (!act.isPending) act.mutate();
  };
  return (
    <form noValidate className="space-y-4" onSubmit={submit} onChange={act.another}>
      {asked.amount && (
        <AmountField
          ref={amountBox}
          data-first
          currency={order.currency}
          label={t("wallet.amount")}
          value={text}
          onChange={(event) => setText(event.target.value)}
          error={
            tried && amountBad
              ? t("staffOrder.amountBad", { most: formats.price(most, order.currency) })
              : null
          }
          hint={t("staffOrder.atMost", { most: formats.price(most, order.currency) })}
        />
      )}
      {asked.reason && (
        <Field
          ref={reasonBox}
          data-first={!asked.amount || undefined}
          label={t("staff.reason")}
          value={reason}
          maxLength={500}
          onChange={(event) => setReason(event.target.value)}
          error={tried && reasonBad ? t("staff.reasonMissing") : null}
          hint={t("staff.reasonOurs")}
        />
      )}
      {act.isError && <Refusal reader="staff" error={act.error} />}
      <div className="flex justify-end gap-2 pt-2">
        <Button onClick={onClose}>{t("staffOrder.back")}</Button>
        <Button kind={asked.grave ? "danger" : "primary"} type="submit" busy={act.isPending}>
          {t(`staffOrder.do.${action}`)}
        </Button>
      </div>
    </form>
  );
}
