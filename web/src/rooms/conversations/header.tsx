import { Link } from "@tanstack/react-router";
import { useLanguage } from "../../base/i18n/format";
import { useSession } from "../../base/session";
import { iconLook } from "../../design/Button";
import { classes } from "../../design/classes";
import { Icon } from "../../design/Icon";
import { useWatchOwn } from "../../live/channel";
import { liveConversations, type Unread, useUnread } from "./live";

/** Messages, with how many conversations have something to read, once there is one. */
export default function MessagesMark() {
  const { t } = useLanguage();
  const member = Boolean(useSession()?.user);
  useWatchOwn(liveConversations, member);
  const unread = useUnread();
  if (!member || !unread || unread.version === 0) return null;
  const count = unread.own + unread.selling + unread.shop + unread.studio;
  return (
    <Link
      to={whereTo(unread)}
      aria-label={count > 0 ? t("messages.unread", { count }) : t("messages.title")}
      className={classes(iconLook(), "data-[status=active]:text-ink")}
    >
      <Icon name="message" />
      {count > 0 && (
        <span className="tabular absolute top-0.5 right-0 grid h-4.5 min-w-4.5 place-items-center rounded-full bg-accent px-1 text-[11px] leading-none font-semibold text-on-accent">
          {count}
        </span>
      )}
    </Link>
  );
}

/** Where there is something to read; one's own first. */
function whereTo({ own, selling, shop, studio }: Unread) {
  if (own === 0 && selling > 0) return "/selling/messages";
  if (own === 0 && studio > 0) return "/my/messages";
  if (own === 0 && shop > 0) return "/staff/conversations";
  return "/messages";
}
