import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { insist } from "../../base/api/client";
import type { Wallet, WalletAnswer } from "../../base/api/types";
import { parseAmount } from "../../base/i18n/amount";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { AmountField } from "../../design/AmountField";
import { Button } from "../../design/Button";
import { Choice } from "../../design/Choice";
import { Dialog } from "../../design/Dialog";
import { Refusal } from "../../design/Failure";
import { Field } from "../../design/Field";
import { toast } from "../../design/Toasts";

interface Props {
  wallet: Wallet | null;
  onClose: () => void;
}

export function CorrectWallet({ wallet, onClose }: Props) {
  const { t, formats } = useLanguage();
  return (
    <Dialog
      open={wallet !== null}
      onClose={onClose}
      title={t("staff.wallet.correct")}
      text={
        wallet &&
        t("staff.wallet.has", {
          currency: formats.currencyName(wallet.currency),
          price: formats.price(wallet.balance, wallet.currency),
        })
      }
    >
      {wallet && <CorrectForm key={wallet.id} wallet={wallet} onDone={onClose} />}
    </Dialog>
  );
}

const SIGNS = ["add", "take"] as const;
type Sign = (typeof SIGNS)[number];

function CorrectForm({ wallet, onDone }: { wallet: Wallet; onDone: () => void }) {
  const { t, formats } = useLanguage();
  const client = useQueryClient();
  const { currency } = wallet;
  const [sign, setSign] = useState<Sign>("add");
  const [text, setText] = useState("");
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const amountBox = useRef<HTMLInputElement>(null);
  const reasonBox = useRef<HTMLInputElement>(null);
  const amount = parseAmount(text, formats.digits(currency));
  const signed = sign === "add" ? (amount ?? 0) : -(amount ?? 0);
  const after = wallet.balance + signed;
  const reasonBad = reason.trim() === "";
  const path = `/staff/wallets/${wallet.id}/corrections`;
  const asked = { amount: signed, reason: reason.trim() };
  const save = useIntent((key) => insist<WalletAnswer>(path, asked, key), {
    onSuccess: async ({ wallet: now }) => {
      await client.invalidateQueries({ queryKey: ["staff", "wallets"] });
      toast({
        title: t("staff.wallet.corrected", { price: formats.price(now.balance, now.currency) }),
      });
      onDone();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!amount) amountBox.current?.focus();
    else if (reasonBad) reasonBox.current?.focus();
    else if (!save.isPending) save.mutate();
  };
  return (
    <form noValidate className="space-y-4" onSubmit={submit} onChange={save.another}>
      <Choice
        legend={t("staff.column.operation")}
        value={sign}
        onChange={(value) => setSign(value as Sign)}
        items={SIGNS.map((value) => ({ value, label: t(`staff.wallet.${value}`) }))}
      />
      <AmountField
        ref={amountBox}
        data-first
        currency={currency}
        label={t("wallet.amount")}
        value={text}
        onChange={(event) => setText(event.target.value)}
        error={tried && !amount ? t("form.amountBad") : null}
        hint={
          amount && after >= 0 && Number.isSafeInteger(after)
            ? t("staff.wallet.then", { price: formats.price(after, currency) })
            : null
        }
      />
      <Field
        ref={reasonBox}
        label={t("staff.reason")}
        value={reason}
        maxLength={500}
        onChange={(event) => setReason(event.target.value)}
        error={tried && reasonBad ? t("staff.reasonMissing") : null}
        hint={t("staff.wallet.reasonHint")}
      />
      {save.isError && <Refusal reader="staff" error={save.error} />}
      <div className="flex justify-end pt-2">
        <Button kind="primary" type="submit" busy={save.isPending}>
          {t(save.isPending ? "form.saving" : "form.save")}
        </Button>
      </div>
    </form>
  );
}
