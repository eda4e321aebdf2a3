import { classes } from "./classes";

/** A quiet box of the final size, so that nothing moves when the content comes. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span
      aria-hidden="true"
      data-skeleton=""
      className={classes("block rounded-s bg-sunken motion-safe:animate-pulse", className)}
    />
  );
}

/** As many lines as the text will have; the last is shorter. */
export function SkeletonText({ lines = 3 }: { lines?: number }) {
  return (
    <span className="block space-y-2">
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines have no other name
        <Skeleton key={line} className={classes("h-4", line === lines - 1 ? "w-2/3" : "w-full")} />
      ))}
    </span>
  );
}
