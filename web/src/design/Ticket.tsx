import type { ReactNode } from "react";
import { classes } from "./classes";

interface Props {
  /** What it gives, in a word: "−10%". */
  value: ReactNode;
  title: ReactNode;
  text?: ReactNode;
  /** The state, at the end of the title's line. */
  badge?: ReactNode;
  children?: ReactNode;
  /** It gives nothing any more. */
  spent?: boolean;
  /** A heading where several stand in a list; plain words under a heading that says the same. */
  heading?: "h3" | "p";
}

/** A coupon, drawn as one: a stub with what it gives, and what it is for. */
export function Ticket(props: Props) {
  const { value, title, text, badge, children, spent, heading: Title = "h3" } = props;
  return (
    <article
      className={classes(
        "relative flex h-full overflow-hidden rounded-l border border-line bg-raised",
        spent && "bg-sunken",
      )}
    >
      <div
        className={classes(
          "grid w-26 shrink-0 place-items-center border-r-2 border-dashed border-line-strong px-2 py-4 text-center sm:w-32",
          spent ? "text-ink-soft" : "bg-accent-soft text-accent",
        )}
      >
        <p className="tabular text-18 font-semibold text-balance wrap-anywhere">{value}</p>
      </div>
      <div className="min-w-0 grow space-y-2 p-4">
        <div className="flex flex-wrap items-start justify-between gap-x-3 gap-y-1">
          <Title className="min-w-0 font-semibold wrap-anywhere">{title}</Title>
          {badge}
        </div>
        {text && <p className="text-13 text-ink-soft">{text}</p>}
        {children}
      </div>
    </article>
  );
}
