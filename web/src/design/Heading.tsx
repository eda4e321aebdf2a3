import type { ReactNode } from "react";
import { useTitle } from "../base/shop";
import { classes } from "./classes";

/** A page's one h1, where `Heading` does not fit. */
export function Title({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <h1 className={classes("min-w-0 text-24 font-semibold wrap-anywhere", className)}>
      {children}
    </h1>
  );
}

interface HeadingProps {
  title: string;
  /** What it is at the moment, beside its name. */
  beside?: ReactNode;
  text?: ReactNode;
  actions?: ReactNode;
  /** The page keeps its parts apart itself. */
  dense?: boolean;
}

const DENSE = "items-center gap-y-2";
const ROOMY =
  "items-end gap-y-3 pt-6 pb-5 sm:gap-x-6 sm:pt-8 in-data-staff:pt-0 in-data-staff:pb-4 sm:in-data-staff:pt-0";

/** The top of a page: its one h1, a line of words, and what can be done here. The tab is named so, too.
 * Staff's pages are denser. */
export function Heading({ title, beside, text, actions, dense }: HeadingProps) {
  useTitle(title);
  return (
    <div className={classes("flex flex-wrap justify-between gap-x-4", dense ? DENSE : ROOMY)}>
      <div className="min-w-0 space-y-1">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <Title className={dense ? "" : "sm:text-32 sm:in-data-staff:text-24"}>{title}</Title>
          {beside}
        </div>
        {text && <p className="max-w-2xl text-ink-soft wrap-anywhere">{text}</p>}
      </div>
      {actions && (
        <div className="flex max-w-full min-w-0 flex-wrap items-center gap-2">{actions}</div>
      )}
    </div>
  );
}

interface PanelProps {
  /** Where links lead to it. */
  id?: string;
  title?: ReactNode;
  text?: ReactNode;
  children: ReactNode;
  actions?: ReactNode;
  /** It stays in the page and is not shown. */
  hidden?: boolean;
}

/** A quiet box for what belongs together. */
export function Panel({ id, title, text, children, actions, hidden }: PanelProps) {
  return (
    <section
      id={id}
      hidden={hidden}
      className="scroll-mt-20 rounded-l border border-line bg-raised p-4 sm:p-6"
    >
      {title && (
        <div className="mb-4 flex flex-wrap items-baseline justify-between gap-2">
          <h2 className="text-18 font-semibold">{title}</h2>
          {actions}
        </div>
      )}
      {text && <p className="-mt-2 mb-4 break-words text-ink-soft">{text}</p>}
      {children}
    </section>
  );
}
