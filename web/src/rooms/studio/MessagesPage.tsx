import { getRouteApi, Link } from "@tanstack/react-router";
import { useLanguage } from "../../base/i18n/format";
import { BackLink } from "../../design/BackLink";
import { About } from "../conversations/About";
import { ConversationList } from "../conversations/ConversationList";
import { Thread } from "../conversations/Thread";
import { OwnPage } from "./OwnPage";
import { CONVERSATIONS } from "./own";
import { useOwnSide } from "./ownKind";

const route = getRouteApi("/my/messages/$conversationId");

/** What clients write to a photographer or a studio about their bookings. */
export function MessagesPage() {
  const { t } = useLanguage();
  const side = useOwnSide();
  return (
    <OwnPage title={t("messages.title")}>
      <ConversationList
        place={CONVERSATIONS}
        side={side}
        hint={t("messages.studioHint")}
        linked={(one, name) => (
          <Link
            to="/my/messages/$conversationId"
            params={{ conversationId: one.id }}
            className="after:absolute after:inset-0"
          >
            {name}
          </Link>
        )}
      />
    </OwnPage>
  );
}

/** One of them, with an answer. */
export function ConversationPage() {
  const { t } = useLanguage();
  const { conversationId } = route.useParams();
  const side = useOwnSide();
  return (
    <OwnPage title={t("messages.title")}>
      <BackLink to="/my/messages">{t("messages.all")}</BackLink>
      <div className="pt-6">
        <Thread
          key={conversationId}
          place={CONVERSATIONS}
          id={conversationId}
          side={side}
          head={(one) => (
            <About one={one} who={one.customer.name} order={(_, name) => <>{name}</>} />
          )}
        />
      </div>
    </OwnPage>
  );
}
