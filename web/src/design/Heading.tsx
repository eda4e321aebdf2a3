import type { ReactNode } from "react";
import { useTitle } from "../base/shop";

interface HeadingProps {
  title: string;
  text?: ReactNode;
  actions?: ReactNode;
}

/** The top of a page: its one h1, a line of words, and what can be done here. The tab is named so, too.
 * Staff's pages are denser. */
export function Heading({ title, text, actions }: HeadingProps) {
  useTitle(title);
  return (
    <div className="flex flex-wrap items-end justify-between gap-x-4 gap-y-3 pt-6 pb-5 sm:gap-x-6 sm:pt-8 in-data-staff:pt-0 in-data-staff:pb-4 sm:in-data-staff:pt-0">
      <div className="min-w-0 space-y-1">
        <h1 className="text-24 font-semibold sm:text-32 sm:in-data-staff:text-24">{title}</h1>
        {text && <p className="max-w-2xl text-ink-soft">{text}</p>}
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
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
