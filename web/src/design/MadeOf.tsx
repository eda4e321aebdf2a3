import type { Options } from "../base/api/types";
import { useLanguage } from "../base/i18n/format";
import { classes } from "./classes";

interface Part {
  productName: string;
  options: Options;
  units: number;
}

/** What is in one of a line, in short; nothing where it is made of nothing else. */
export function MadeOf({
  parts,
  className,
}: {
  parts?: readonly Part[] | null;
  className?: string;
}) {
  const { t } = useLanguage();
  if (!parts?.length) return null;
  return (
    <p className={classes("text-13 wrap-anywhere text-ink-soft", className)} data-testid="made-of">
      {t("madeOf.short", { parts: parts.map(partWords).join(", ") })}
    </p>
  );
}

/** So many of it: `2 × Mug · White`. */
function partWords({ productName, options, units }: Part): string {
  return `${units} × ${[productName, ...Object.values(options)].join(" · ")}`;
}
