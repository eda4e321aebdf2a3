import { type ReactNode, useEffect, useRef } from "react";
import { classes } from "./classes";

interface Props {
  children: ReactNode;
  /** Names what is current: when it changes, the current one is brought into sight. */
  current: string;
  className?: string;
}

/** A list in one line, however many there are; where it is too long it is pushed sideways. */
export function ScrollRow({ children, current, className }: Props) {
  const row = useRef<HTMLUListElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is current is read from the page
  useEffect(() => {
    const here = row.current?.querySelector<HTMLElement>("[aria-current]");
    if (row.current && here) bringIn(row.current, here);
  }, [current]);
  return (
    <ul ref={row} className={classes("scroll-row relative", className)}>
      {children}
    </ul>
  );
}

/** How a link of such a row looks: one of several, of which one is current. */
export function chipClasses(current: boolean): string {
  return classes(
    "inline-flex min-h-9 items-center rounded-full px-3.5 text-15 whitespace-nowrap transition-colors duration-(--quick)",
    current ? "bg-ink text-paper" : "text-ink-soft hover:bg-sunken hover:text-ink",
  );
}

const ROOM = 32;

/** Only sideways: `scrollIntoView` would move the page too. */
function bringIn(row: HTMLElement, here: HTMLElement): void {
  const start = here.offsetLeft - ROOM;
  const end = here.offsetLeft + here.offsetWidth + ROOM;
  if (start < row.scrollLeft) row.scrollLeft = start;
  else if (end > row.scrollLeft + row.clientWidth) row.scrollLeft = end - row.clientWidth;
}
