import { getRouteApi, Link } from "@tanstack/react-router";
import { useLanguage } from "../../base/i18n/format";
import { BackLink } from "../../design/BackLink";
import { About } from "../conversations/About";
import { ConversationList } from "../conversations/ConversationList";
import { Thread } from "../conversations/Thread";
import { SellerFrame } from "./SellerFrame";

const route = getRouteApi("/selling/messages/$conversationId");

const keep = (before: { seller?: string }) => ({ seller: before.seller });

/** What customers write to the seller. */
export function MessagesPage() {
  const { t } = useLanguage();
  return (
    <SellerFrame title={t("messages.title")}>
      {(seller) => (
        <ConversationList
          key={seller.id}
          place={`/seller/${seller.id}/conversations`}
          side="seller"
          hint={t("seller.noMessagesHint")}
          linked={(one, name) => (
            <Link
              to="/selling/messages/$conversationId"
              params={{ conversationId: one.id }}
              search={keep}
              className="after:absolute after:inset-0"
            >
              {name}
            </Link>
          )}
        />
      )}
    </SellerFrame>
  );
}

/** One of them, with an answer. */
export function ConversationPage() {
  const { t } = useLanguage();
  const { conversationId } = route.useParams();
  return (
    <SellerFrame title={t("messages.title")} inside>
      {(seller) => (
        <>
          <BackLink to="/selling/messages" search={keep}>
            {t("messages.all")}
          </BackLink>
          <div className="pt-6">
            <Thread
              key={conversationId}
              place={`/seller/${seller.id}/conversations`}
              id={conversationId}
              side="seller"
              head={(one) => (
                <About one={one} who={one.customer.name} order={(_, name) => <>{name}</>} />
              )}
            />
          </div>
        </>
      )}
    </SellerFrame>
  );
}
