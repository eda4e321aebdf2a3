import { useEffect } from "react";
import { goTo, outwards } from "./wayBack";

/** Where what has the focus is taken out of the page (a button that did its work, a form that was sent), the
 * keyboard goes on at the nearest that is left around it, not at the top of the page. */
export function useKeptFocus(): void {
  useEffect(() => {
    let around: HTMLElement[] = [];
    const note = () => {
      around = outwards(document.activeElement);
    };
    const watcher = new MutationObserver(() => {
      const [last] = around;
      if (!last || last.isConnected || document.activeElement !== document.body) return;
      const within = around.filter((each) => each.isConnected && each.closest("main"));
      around = [];
      goTo(within);
    });
    document.addEventListener("focusin", note);
    watcher.observe(document.body, { childList: true, subtree: true });
    return () => {
      document.removeEventListener("focusin", note);
      watcher.disconnect();
    };
  }, []);
}
