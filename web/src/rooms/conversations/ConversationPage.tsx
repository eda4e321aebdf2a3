import { getRouteApi, Link } from "@tanstack/react-router";
import { useLanguage } from "../../base/i18n/format";
import { useSession } from "../../base/session";
import { useTitle } from "../../base/shop";
import { BackLink } from "../../design/BackLink";
import { LoginFirst } from "../../design/LoginFirst";
import { About } from "./About";
import { OWN, withWhom } from "./queries";
import { Report } from "./Report";
import { Thread } from "./Thread";

const route = getRouteApi("/messages/$conversationId");

/** One of one's own conversations. */
export function ConversationPage() {
  const { t } = useLanguage();
  const { conversationId } = route.useParams();
  const session = useSession();
  useTitle(t("messages.title"));
  if (!session) return null;
  if (!session.user)
    return <LoginFirst whole title={t("messages.loginTitle")} hint={t("messages.loginHint")} />;
  return (
    <div className="page pb-16">
      <BackLink to="/messages">{t("messages.all")}</BackLink>
      <div className="pt-6">
        <Thread
          key={conversationId}
          place={OWN}
          id={conversationId}
          side="customer"
          head={(one) => (
            <About
              one={one}
              who={withWhom(one) ?? t("messages.shop")}
              order={(id, name) => (
                <Link
                  to="/orders/$orderId"
                  params={{ orderId: id }}
                  className="underline-offset-4 hover:underline"
                >
                  {name}
                </Link>
              )}
            />
          )}
          acts={(message, one) =>
            message.side !== "customer" && !message.reported && !message.hidden ? (
              <Report path={`${OWN}/${one.id}/messages/${message.number}/report`} />
            ) : null
          }
        />
      </div>
    </div>
  );
}
