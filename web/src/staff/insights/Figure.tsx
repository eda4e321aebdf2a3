import type { ReactNode } from "react";
import { useLanguage } from "../../base/i18n/format";
import type { Change } from "./figures";

/** One of the totals, by its name. */
export function Total({
  name,
  hint,
  children,
}: {
  name: string;
  hint?: string;
  children: ReactNode;
}) {
  return (
    <div className="bg-raised p-4">
      <dt className="text-13 text-ink-soft" title={hint}>
        {name}
      </dt>
      <dd className="mt-1 space-y-2">{children}</dd>
    </div>
  );
}

/** What it is, beside what it was. */
export function Figure(props: { value: string; before: string; change: Change }) {
  const { t, formats } = useLanguage();
  const { value, before, change } = props;
  const part = "part" in change && change.part !== undefined ? change.part : null;
  return (
    <div>
      <p className="tabular text-24 font-semibold wrap-anywhere">{value}</p>
      <p className="tabular text-13 text-ink-soft">
        {part === null ? "" : `${formats.percentChange(part)} `}
        {t(`stats.change.${change.kind}`, { before })}
      </p>
    </div>
  );
}
