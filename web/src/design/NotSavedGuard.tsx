import { useBlocker } from "@tanstack/react-router";
import { type ReactNode, useMemo } from "react";
import { LeaveQuestion } from "./Dialog";
import { leaves, Place, usePlace } from "./unsaved";

/** Asks before a page is left whose forms say that something is not saved: for another page, another tab
 * of it, another site. A move with `ignoreBlocker`, after it was saved, is not asked about. */
export function NotSavedGuard({ off = false, children }: { off?: boolean; children: ReactNode }) {
  const { asks, report, unsaved, forms } = usePlace(!off);
  const place = useMemo(() => ({ asks, report }), [asks, report]);
  const all = () => [...forms.current.values()].map(({ current }) => current);
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => leaves(current, next, all()),
    enableBeforeUnload: unsaved,
    disabled: off,
    withResolver: true,
  });
  const keep = all().find((one) => one.keep)?.keep;
  const discard = async () => {
    await Promise.all(all().map((one) => one.discard?.()));
    blocker.proceed?.();
  };
  return (
    <Place.Provider value={place}>
      {children}
      <LeaveQuestion
        open={blocker.status === "blocked"}
        onStay={() => blocker.reset?.()}
        keep={keep && { ...keep, act: () => keep.act().then(() => blocker.proceed?.()) }}
        onDiscard={() => void discard()}
      />
    </Place.Provider>
  );
}
