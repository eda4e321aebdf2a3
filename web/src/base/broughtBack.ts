import { useEffect, useRef } from "react";

/** Does it when the browser's Back brings this page as it was left: whatever sent the browser
 * elsewhere still stands as if it were on its way. */
export function useBroughtBack(then: () => void): void {
  const latest = useRef(then);
  latest.current = then;
  useEffect(() => {
    const shown = ({ persisted }: PageTransitionEvent) => {
      if (persisted) latest.current();
    };
    window.addEventListener("pageshow", shown);
    return () => window.removeEventListener("pageshow", shown);
  }, []);
}
