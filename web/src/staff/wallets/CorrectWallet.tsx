import { useState } from "react";
import { insist } from "../../base/api/client";
import { renew } from "../../base/api/queries";
import type { WalletAnswer, WalletBody } from "../../base/api/schema";
import { parseAmount } from "../../base/i18n/amount";
import { useLanguage } from "../../base/i18n/format";
import { AmountField } from "../../design/AmountField";
import { Choice } from "../../design/Choice";
import { ActDialog } from "../desk/ActDialog";

const SIGNS = ["add", "take"] as const;
type Sign = (typeof SIGNS)[number];

interface Props {
  wallet: WalletBody;
  onClose: () => void;
}

export function CorrectWallet({ wallet, onClose }: Props) {
  const { t, formats } = useLanguage();
  const { currency } = wallet;
  const [sign, setSign] = useState<Sign>("add");
  const [text, setText] = useState("");
  const amount = parseAmount(text, formats.digits(currency));
  const signed = sign === "add" ? (amount ?? 0) : -(amount ?? 0);
  const after = wallet.balance + signed;
  const path = `/staff/wallets/${wallet.id}/corrections`;
  return (
    <ActDialog
      title={t("staff.wallet.correct")}
      text={t("staff.wallet.has", {
        currency: formats.currencyName(currency),
        price: formats.price(wallet.balance, currency),
      })}
      sound={Boolean(amount)}
      reason={{ hint: t("staff.wallet.reasonHint") }}
      send={(key, reason) => insist<WalletAnswer>(path, { amount: signed, reason }, key)}
      onDone={() => renew(["staff", "wallets"])}
      told={({ wallet: now }) =>
        t("staff.wallet.corrected", { price: formats.price(now.balance, now.currency) })
      }
      onClose={onClose}
    >
      {(tried) => (
        <>
          <Choice
            legend={t("staff.column.operation")}
            value={sign}
            onChange={(value) => setSign(value as Sign)}
            items={SIGNS.map((value) => ({ value, label: t(`staff.wallet.${value}`) }))}
          />
          <AmountField
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
        </>
      )}
    </ActDialog>
  );
}
