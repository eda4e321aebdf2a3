import type { ComponentProps } from "react";
import { parseAmount } from "../../base/i18n/amount";
import { useLanguage } from "../../base/i18n/format";
import { AmountField } from "../../design/AmountField";
import { useTypedText } from "./typedText";

interface Props extends Omit<ComponentProps<typeof AmountField>, "value" | "onChange"> {
  /** Minor units. */
  value: number | null;
  /** What was typed, null where nothing is; NaN if it is no amount, which is not sent. */
  onAmount: (value: number | null) => void;
}

/** An amount as it is typed: what is none yet stays in the field. */
export function MoneyField({ value, onAmount, currency, ...field }: Props) {
  const { formats } = useLanguage();
  const [text, setText] = useTypedText(value, (amount) =>
    amount === null || Number.isNaN(amount) ? "" : formats.amount(amount, currency),
  );
  return (
    <AmountField
      {...field}
      currency={currency}
      maxLength={16}
      value={text}
      onChange={(event) => {
        const typed = event.target.value;
        setText(typed);
        const amount = parseAmount(typed, formats.digits(currency));
        onAmount(typed.trim() === "" ? null : (amount ?? Number.NaN));
      }}
    />
  );
}
