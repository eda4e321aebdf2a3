import { type ComponentProps, useState } from "react";
import { AmountField } from "../../design/AmountField";

interface Props
  extends Omit<ComponentProps<typeof AmountField>, "value" | "onChange" | "currency"> {
  /** Thousandths of a percent. */
  value: number;
  onRate: (value: number) => void;
}

/** A percentage with up to three decimals, as it is typed. */
export function PercentField({ value, onRate, ...field }: Props) {
  const [text, setText] = useState(String(value / 1000));
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
