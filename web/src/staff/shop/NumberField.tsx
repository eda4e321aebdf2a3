import type { ComponentProps } from "react";
import { Field } from "../../design/Field";
import { useTypedText } from "./typedText";

interface Props extends Omit<ComponentProps<typeof Field>, "value" | "onChange"> {
  /** null: none. */
  value: number | null;
  /** What was typed; NaN if it is no number, which is not sent. */
  onNumber: (value: number) => void;
  /** Where there may be none: nothing is typed. */
  onNone?: () => void;
}

/** A number as it is typed: what is no number yet stays in the field. */
export function NumberField({ value, onNumber, onNone, ...field }: Props) {
  const [text, setText] = useTypedText(value, (number) =>
    number === null || Number.isNaN(number) ? "" : String(number),
  );
  return (
    <Field
      {...field}
      inputMode="numeric"
      autoComplete="off"
      maxLength={8}
      value={text}
      onChange={(event) => {
        const typed = event.target.value;
        setText(typed);
        const empty = typed.trim() === "";
        if (empty && onNone) onNone();
        else onNumber(empty ? Number.NaN : Number(typed.replace(",", ".")));
      }}
    />
  );
}
