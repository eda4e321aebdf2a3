import { useState } from "react";

export const SCHEMES = ["system", "light", "dark"] as const;
export type Scheme = (typeof SCHEMES)[number];

const PLACE = "holdfast.scheme";

function current(): Scheme {
  const chosen = document.documentElement.dataset.scheme;
  return chosen === "light" || chosen === "dark" ? chosen : "system";
}

/** Light, dark, or as the system says; `theme.js` applies it before the first paint. */
export function useScheme(): [Scheme, (scheme: Scheme) => void] {
  const [scheme, setScheme] = useState<Scheme>(current);
  const choose = (next: Scheme) => {
    if (next === "system") delete document.documentElement.dataset.scheme;
    else document.documentElement.dataset.scheme = next;
    try {
      if (next === "system") localStorage.removeItem(PLACE);
      else localStorage.setItem(PLACE, next);
    } catch {
      // Then it holds for this visit only.
    }
    setScheme(next);
  };
  return [scheme, choose];
}
