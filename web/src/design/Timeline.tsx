import type { ReactNode } from "react";
import { classes } from "./classes";

export type TimelineTone = "free" | "held" | "gone" | "danger" | "next";

export interface TimelineItem {
  key: string;
  title: ReactNode;
  at?: ReactNode;
  detail?: ReactNode;
  tone: TimelineTone;
}

const MARKS: Record<TimelineTone, string> = {
  free: "bg-free rounded-full",
  held: "bg-held rounded-full",
  gone: "bg-gone rounded-[2px]",
  danger: "bg-danger rotate-45 rounded-[2px]",
  next: "border-2 border-line-strong bg-paper rounded-full",
};

/** A history: what happened, in the order it happened, and what comes next. */
export function Timeline({ items, label }: { items: TimelineItem[]; label: string }) {
  return (
    <ol aria-label={label} className="@container relative">
      {items.map(({ key, title, at, detail, tone }, index) => (
        <li key={key} className="relative flex gap-4 pb-5 last:pb-0">
          {index < items.length - 1 && (
            <span
              aria-hidden="true"
              className="absolute top-4 bottom-[-8px] left-[5px] w-px bg-line-strong"
            />
          )}
          <span
            aria-hidden="true"
            className={classes("relative mt-1.5 size-3 shrink-0", MARKS[tone])}
          />
          <div className="min-w-0 grow @sm:flex @sm:flex-wrap @sm:items-baseline @sm:justify-between @sm:gap-x-4">
            <span className={classes("block font-medium", tone === "next" && "text-ink-soft")}>
              {title}
            </span>
            {at && <span className="tabular block text-13 text-ink-soft">{at}</span>}
            {detail && <span className="block w-full text-13 text-ink-soft">{detail}</span>}
          </div>
        </li>
      ))}
    </ol>
  );
}
