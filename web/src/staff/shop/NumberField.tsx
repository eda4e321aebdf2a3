import { type ComponentProps, useState } from "react";
import { Field } from "../../design/Field";

interface Props extends Omit<ComponentProps<typeof Field>, "value" | "onChange"> {
  /** null: none. */
  value: number | null;
  /** What was typed; NaN if it is no number: the server names the field then. */
  onNumber: (value: number) => void;
}

/** A number as it is typed: what is no number yet stays in the field. */
export function NumberField({ value, onNumber, ...field }: Props) {
  const [text, setText] = useState(value === null ? "" : String(value));
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
        onNumber(typed.trim() === "" ? Number.NaN : Number(typed.replace(",", ".")));
      }}
    />
  );
}
