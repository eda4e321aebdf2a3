import { type ReactNode, useId, useState } from "react";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { classes } from "../../design/classes";

interface Props {
  /** What they are set to; undefined, or nothing, where one is not. */
  set: readonly unknown[];
  children: ReactNode;
}

/** Filters that step back behind a button on a phone, so that the list is in sight; how many are set
 * it says. */
export function MoreFilters({ set, children }: Props) {
  const { t, formats } = useLanguage();
  const [open, setOpen] = useState(false);
  const id = useId();
  const count = set.filter(Boolean).length;
  return (
    <>
      <span className="sm:hidden">
        <Button
          looks
          size="s"
          icon={open ? "up" : "down"}
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen(!open)}
        >
          {count > 0
            ? t("desk.filtersSet", { number: formats.number(count) })
            : t("search.filters")}
        </Button>
      </span>
      <div id={id} className={classes("contents", !open && "max-sm:hidden")}>
        {children}
      </div>
    </>
  );
}
