import { useEffect } from "react";
import { covered, keyOf, typing } from "../../design/rowKeys";

/** `/` goes to the search, Escape leaves it, `?` lists the keys. */
export function usePageKeys(onHelp: () => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || covered()) return;
      const search = document.querySelector<HTMLInputElement>('main input[type="search"]');
      const key = keyOf(event);
      if (key === "Escape" && event.target === search) {
        // The browser would empty the box; leaving it is not clearing it.
        event.preventDefault();
        search?.blur();
      }
      if (typing(event.target)) return;
      if (key === "?") onHelp();
      else if (key === "/" && search) {
        search.focus();
        search.select();
      } else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [onHelp]);
}
