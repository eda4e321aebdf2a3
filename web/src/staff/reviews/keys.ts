import { useEffect, useRef } from "react";
import type { StaffReview } from "../../base/api/schema";
import { covered, typing } from "../../design/rowKeys";

type Keys = Record<string, (row: StaffReview) => void>;

/** Keys that act on the row that has the focus; `data-review` says which it is. */
export function useReviewKeys(rows: readonly StaffReview[], keys: Keys) {
  const now = useRef({ rows, keys });
  now.current = { rows, keys };
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || covered())
        return;
      const act = now.current.keys[event.key];
      const line = document.activeElement?.closest("tr[data-row]");
      const id = line?.querySelector<HTMLElement>("[data-review]")?.dataset.review;
      const row = now.current.rows.find((one) => one.id === id);
      if (!act || !row) return;
      event.preventDefault();
      act(row);
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}
