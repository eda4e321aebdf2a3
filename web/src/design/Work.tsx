import { createContext, type ReactNode, useContext, useMemo } from "react";
import type { StaffRoute } from "../base/duties";
import { classes } from "./classes";

interface Place {
  /** Whether whoever looks may ask this of the server. */
  can: (route: StaffRoute) => boolean;
  /** What is done here: who may do none of it only reads. */
  writes: readonly StaffRoute[];
}

/** Outside of staff's pages everybody does what they see. */
const Here = createContext<Place>({ can: () => true, writes: [] });

/** A page of staff, and what is done on it. Who may do none of it finds fields that are off and no
 * button but those that only look (`looks`). */
export function WorkPlace({ can, writes, children }: Place & { children: ReactNode }) {
  const place = useMemo(() => ({ can, writes }), [can, writes]);
  return <Here.Provider value={place}>{children}</Here.Provider>;
}

/** A part of a page that is other work than the rest of it. */
export function Work({ writes, children }: { writes: StaffRoute; children: ReactNode }) {
  const { can } = useContext(Here);
  const place = useMemo(() => ({ can, writes: [writes] }), [can, writes]);
  return <Here.Provider value={place}>{children}</Here.Provider>;
}

/** What is done where one is, and whether whoever looks does it. */
export function useWork() {
  const { writes } = useContext(Here);
  return { works: useWorks(), writes };
}

/** Whether whoever looks does what is done here, or what is asked for. */
export function useWorks(needs?: StaffRoute): boolean {
  const { can, writes } = useContext(Here);
  if (needs) return can(needs);
  return writes.length === 0 || writes.some(can);
}

/** Fields that are typed in: off for whoever only reads. */
export function WorkFields({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <fieldset disabled={!useWorks()} className={classes("min-w-0", className)}>
      {children}
    </fieldset>
  );
}

/** Whether they may do this: nothing needed, they may. */
export function useCan(needs: StaffRoute | undefined): boolean {
  const { can } = useContext(Here);
  return needs === undefined || can(needs);
}
