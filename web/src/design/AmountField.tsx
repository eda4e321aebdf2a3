import type { ComponentProps } from "react";
import { Field } from "./Field";

interface Props extends Omit<ComponentProps<typeof Field>, "end" | "inputMode"> {
  currency: string;
}

/** An amount as people type it, with its currency beside it. */
export function AmountField({ currency, ...field }: Props) {
  return (
    <Field
      {...field}
      inputMode="decimal"
      autoComplete="off"
      end={
        <span aria-hidden="true" className="pr-3 text-13 text-ink-soft">
          {currency}
        </span>
      }
    />
  );
}
