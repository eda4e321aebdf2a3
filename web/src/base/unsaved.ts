import { createContext, useContext, useEffect, useRef } from "react";

/** Saves what was typed; false if something is wrong with it, which its field says. */
type Save = () => Promise<boolean>;

/** What of a page is typed and not saved yet, so that the page's one button saves it first. */
export class Unsaved {
  private readonly sections = new Set<{ current: Save | null }>();

  readonly add = (section: { current: Save | null }): (() => void) => {
    this.sections.add(section);
    return () => this.sections.delete(section);
  };

  /** All of it, from the top; stops at the first that cannot be saved. */
  readonly save = async (): Promise<boolean> => {
    for (const { current } of [...this.sections]) if (current && !(await current())) return false;
    return true;
  };
}

export const UnsavedHere = createContext<Unsaved | null>(null);

/** A section of such a page; null while there is nothing to save. */
export function useUnsaved(save: Save | null): void {
  const here = useContext(UnsavedHere);
  const now = useRef(save);
  now.current = save;
  useEffect(() => here?.add(now), [here]);
}
