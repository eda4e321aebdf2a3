import type { ComponentProps } from "react";
import { AmountField } from "../../design/AmountField";
import { useTypedText } from "./typedText";

interface Props
  extends Omit<ComponentProps<typeof AmountField>, "value" | "onChange" | "currency"> {
  /** Thousandths of a percent. */
  value: number;
  onRate: (value: number) => void;
}

/** A percentage with up to three decimals, as it is typed. */
export function PercentField({ value, onRate, ...field }: Props) {
  const [text, setText] = useTypedText(value, (rate) =>
    Number.isNaN(rate) ? "" : String(rate / 1000),
  );
  return (
    <AmountField
      {...field}
      currency="%"
      maxLength={8}
      value={text}
      onChange={(event) => {
        const typed = event.target.value;
        setText(typed);
        const rate = typed.trim() === "" ? Number.NaN : Number(typed.replace(",", "."));
        onRate(Math.round(rate * 1000));
      }}
    />
  );
}
