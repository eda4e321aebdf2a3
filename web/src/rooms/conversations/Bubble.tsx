import type { ReactNode } from "react";
import { useLanguage } from "../../base/i18n/format";
import { useNameShown } from "../../base/i18n/name";
import { classes } from "../../design/classes";
import { Photos } from "../pictures/Photos";
import type { Conversation, Message, Side } from "./queries";

interface Props {
  message: Message;
  conversation: Conversation;
  side: Side;
  /** What may be done with it. */
  children?: ReactNode;
}

/** One message, as plain text: no link is made of what a stranger wrote. */
export function Bubble({ message, conversation, side, children }: Props) {
  const { t, formats } = useLanguage();
  const nameShown = useNameShown();
  const own = message.side === side;
  const from =
    message.side === "customer"
      ? nameShown(conversation.customer.name)
      : message.side === "seller"
        ? (conversation.seller?.name ?? "")
        : message.side === "studio"
          ? (conversation.studio?.name ?? "")
          : message.side === "photographer"
            ? t("messages.photographer")
            : t("messages.shop");
  const who = own && !message.name ? t("messages.you") : [from, message.name];
  const name = typeof who === "string" ? who : [...new Set(who.filter(Boolean))].join(" · ");
  return (
    <li className={classes("flex flex-col gap-1", own ? "items-end" : "items-start")}>
      <div
        className={classes(
          "max-w-[min(100%,36rem)] rounded-l border px-4 py-2.5",
          own ? "border-accent/30 bg-accent-soft" : "border-line bg-raised",
        )}
      >
        <p className="text-13 font-medium text-ink-soft">{name}</p>
        {message.text && <p className="whitespace-pre-line wrap-anywhere">{message.text}</p>}
        {message.photos.length > 0 && (
          <div className="mt-2">
            <Photos
              photos={message.photos.map((url) => ({ url }))}
              title={name}
              nameOf={(number) => t("messages.photoFrom", { number, name })}
            />
          </div>
        )}
        {message.hidden && (
          <p className="text-13 wrap-anywhere text-ink-soft italic">
            {message.hiddenReason
              ? t("messages.hiddenWhy", { reason: message.hiddenReason })
              : t("messages.hidden")}
          </p>
        )}
        {message.reported && (
          <p className="text-13 wrap-anywhere text-held-ink">
            {message.reportedReason
              ? t("messages.reportedWhy", { reason: message.reportedReason })
              : t("messages.reported")}
          </p>
        )}
      </div>
      <p className="flex flex-wrap items-center gap-x-2 px-1 text-13 text-ink-soft">
        <time dateTime={message.at}>{formats.moment(message.at)}</time>
        {own && <span>{t(message.read ? "messages.read" : "messages.sent")}</span>}
        {children}
      </p>
    </li>
  );
}
