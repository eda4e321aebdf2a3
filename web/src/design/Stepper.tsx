import { useState } from "react";
import { useLanguage } from "../base/i18n/format";
import { clampQuantity, MOST } from "../base/quantity";
import { IconButton } from "./Button";
import { classes } from "./classes";

interface Props {
  value: number;
  onChange: (value: number) => void;
  label: string;
  /** More cannot be had now: the box says so by its border, and the words stand beside it. */
  short?: boolean;
  most?: number;
}

/** A quantity: typed, or one more and one less. */
export function Stepper({ value, onChange, label, short, most = MOST }: Props) {
  const { t } = useLanguage();
  const [typed, setTyped] = useState<string | null>(null);
  const commit = () => {
    if (typed !== null) onChange(Math.min(most, clampQuantity(Number(typed))));
    setTyped(null);
  };
  return (
    <fieldset
      aria-label={label}
      className={classes(
        "inline-flex h-10 items-center rounded-m border bg-raised",
        short ? "border-held" : "border-line-strong",
      )}
    >
      <IconButton
        icon="minus"
        size="s"
        label={t("product.less")}
        disabled={value <= 1}
        onClick={() => onChange(value - 1)}
      />
      <input
        inputMode="numeric"
        aria-label={label}
        value={typed ?? value}
        onChange={(event) => setTyped(event.target.value.replace(/\D/g, "").slice(0, 3))}
        onBlur={commit}
        onKeyDown={(event) => event.key === "Enter" && commit()}
        className="tabular h-full w-9 bg-transparent text-center"
      />
      <IconButton
        icon="plus"
        size="s"
        label={t("product.moreOf")}
        disabled={value >= most}
        onClick={() => onChange(value + 1)}
      />
    </fieldset>
  );
}
