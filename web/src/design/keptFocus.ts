import { useEffect } from "react";
import { goTo, outwards } from "./wayBack";

/** It stands in another place of the page now: on the way there it lost the focus. */
const wasMoved = ({ removedNodes }: MutationRecord, one: HTMLElement): boolean =>
  [...removedNodes].some((node) => node.contains(one));

/** Where what has the focus is taken out of the page (a button that did its work, a form that was sent), the
 * keyboard goes on at the nearest that is left around it, not at the top of the page; where it was moved, or
 * was off while something was asked, it has the focus again. */
export function useKeptFocus(): void {
  useEffect(() => {
    let around: HTMLElement[] = [];
    let wasOff = false;
    const note = () => {
      around = outwards(document.activeElement);
      wasOff = false;
    };
    const leave = ({ target }: FocusEvent) => {
      wasOff = (target as HTMLElement).matches(":disabled");
    };
    const watcher = new MutationObserver((changes) => {
      const [last] = around;
      if (!last || document.activeElement !== document.body) return;
      if (last.isConnected) {
        const back = wasOff
          ? !last.matches(":disabled")
          : changes.some((one) => wasMoved(one, last));
        if (back) last.focus({ preventScroll: true });
        return;
      }
      const within = around.filter((each) => each.isConnected && each.closest("main"));
      around = [];
      goTo(within);
    });
    document.addEventListener("focusin", note);
    document.addEventListener("focusout", leave);
    watcher.observe(document.body, {
      childList: true,
      subtree: true,
      attributes: true,
      attributeFilter: ["disabled"],
    });
    return () => {
      document.removeEventListener("focusin", note);
      document.removeEventListener("focusout", leave);
      watcher.disconnect();
    };
  }, []);
}
