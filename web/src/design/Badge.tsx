import type { ReactNode } from "react";
import { classes } from "./classes";

export type BadgeTone = "free" | "held" | "gone" | "danger" | "accent";

const TONES: Record<BadgeTone, string> = {
  free: "bg-free-soft text-free",
  held: "bg-held-soft text-held-ink",
  gone: "bg-gone-soft text-ink-soft",
  danger: "bg-danger-soft text-danger",
  accent: "bg-accent-soft text-accent",
};

/** One state in one word. */
export function Badge({ tone, children }: { tone: BadgeTone; children: ReactNode }) {
  return (
    <span
      className={classes(
        "inline-flex items-center rounded-s px-2 py-0.5 text-13 font-medium whitespace-nowrap",
        TONES[tone],
      )}
    >
      {children}
    </span>
  );
}

export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-grid min-w-6 place-items-center rounded-s border border-line-strong bg-raised px-1.5 font-sans text-13">
      {children}
    </kbd>
  );
}
