import { Link } from "@tanstack/react-router";
import { useLanguage } from "../../base/i18n/format";
import { useSession } from "../../base/session";
import { Heading } from "../../design/Heading";
import { LoginFirst } from "../../design/LoginFirst";
import { ConversationList } from "./ConversationList";
import { OWN } from "./queries";

/** What one writes with sellers and the shop. */
export function MessagesPage() {
  const { t } = useLanguage();
  const session = useSession();
  if (!session) return null;
  if (!session.user)
    return <LoginFirst whole title={t("messages.loginTitle")} hint={t("messages.loginHint")} />;
  return (
    <div className="page pb-16">
      <Heading title={t("messages.title")} />
      <ConversationList
        place={OWN}
        side="customer"
        hint={t("messages.noneHint")}
        linked={(one, name) => (
          <Link
            to="/messages/$conversationId"
            params={{ conversationId: one.id }}
            className="after:absolute after:inset-0"
          >
            {name}
          </Link>
        )}
      />
    </div>
  );
}
