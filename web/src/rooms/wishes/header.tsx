import { Link } from "@tanstack/react-router";
import { useLanguage } from "../../base/i18n/format";
import { useSession } from "../../base/session";
import { iconLook } from "../../design/Button";
import { classes } from "../../design/classes";
import { Icon } from "../../design/Icon";
import { useLatest, useWatchOwn } from "../../live/channel";
import { liveWishes, ONE } from "./live";

/** The wish list, with how many products are on it now, whichever tab put them there. */
export default function WishesMark() {
  const { t } = useLanguage();
  const member = Boolean(useSession()?.user);
  useWatchOwn(liveWishes, member);
  const count = useLatest(liveWishes, ONE)?.count ?? 0;
  if (!member || count === 0) return null;
  return (
    <Link
      to="/wishes"
      aria-label={t("wishes.count", { count })}
      className={classes(iconLook(), "data-[status=active]:text-ink")}
    >
      <Icon name="heart" />
      <span className="tabular absolute top-0.5 right-0 grid h-4.5 min-w-4.5 place-items-center rounded-full bg-accent px-1 text-[11px] leading-none font-semibold text-on-accent">
        {count}
      </span>
    </Link>
  );
}
