import { Link } from "@tanstack/react-router";
import { useLanguage } from "../../base/i18n/format";
import { iconLook } from "../../design/Button";
import { classes } from "../../design/classes";
import { Icon } from "../../design/Icon";
import { chosen } from "./compare";

/** The way to what was chosen to be compared, with how many that are. */
export default function CompareMark() {
  const { t } = useLanguage();
  const ids = chosen.use();
  if (ids.length === 0) return null;
  return (
    <Link
      to="/compare"
      search={{ ids: ids.join(",") }}
      aria-label={t("compare.see", { count: ids.length })}
      className={classes(iconLook(), "data-[status=active]:text-ink")}
    >
      <Icon name="compare" />
      <span className="tabular absolute top-0.5 right-0 grid h-4.5 min-w-4.5 place-items-center rounded-full bg-accent px-1 text-[11px] leading-none font-semibold text-on-accent">
        {ids.length}
      </span>
    </Link>
  );
}
