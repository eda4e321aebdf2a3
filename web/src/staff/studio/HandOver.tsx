import { useState } from "react";
import { insist } from "../../base/api/client";
import { renew } from "../../base/api/queries";
import type { CashHandedBody, SellerStanding } from "../../base/api/schema";
import { parseAmount } from "../../base/i18n/amount";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { AmountField } from "../../design/AmountField";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { toast } from "../../design/Toasts";

/** Cash of clients' that who was booked hands over: all that is owed, or what is typed. */
export function HandOver({ place, standing }: { place: string; standing: SellerStanding }) {
  const { t, formats } = useLanguage();
  const { owed, currency } = standing;
  const [text, setText] = useState("");
  const typed = text.trim();
  const amount = typed === "" ? owed : parseAmount(typed, formats.digits(currency));
  const price = formats.price(amount ?? 0, currency);
  const fault = !amount
    ? t("form.amountBad")
    : amount > owed
      ? t("studio.cashMost", { price: formats.price(owed, currency) })
      : null;
  const handing = useIntent(
    (key) => insist<CashHandedBody>(`${place}/cash-handed`, { amount, currency }, key),
    {
      onSuccess: async () => {
        await renew(["staff", "holders"], ["seller"]);
        setText("");
        toast({ title: t("studio.cashNoted", { price }) });
      },
    },
  );
  if (owed === 0) return null;
  return (
    <div className="space-y-2">
      <div className="flex flex-wrap items-end gap-3">
        <AmountField
          dense
          className="w-44"
          label={t("studio.cashHanded")}
          currency={currency}
          maxLength={16}
          placeholder={formats.amount(owed, currency)}
          value={text}
          onChange={({ target }) => setText(target.value)}
          error={fault}
        />
        <Button busy={handing.isPending} disabled={fault !== null} onClick={() => handing.mutate()}>
          {t("studio.cashNote", { price })}
        </Button>
      </div>
      {handing.isError && <Refusal reader="staff" error={handing.error} />}
    </div>
  );
}
