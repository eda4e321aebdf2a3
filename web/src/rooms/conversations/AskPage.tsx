import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { answerQuery } from "../../base/api/queries";
import type { ConversationsAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useSession } from "../../base/session";
import { Heading } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { LoginFirst } from "../../design/LoginFirst";
import { Skeleton } from "../../design/Skeleton";
import { Composer } from "./Composer";
import { OWN, send } from "./queries";
import { useToThread } from "./useToThread";

const route = getRouteApi("/messages/new");

/** The first message about a product or an order, or to a photographer or a studio; one that was written
 * before goes on. */
export function AskPage() {
  const { t } = useLanguage();
  const session = useSession();
  if (!session) return null;
  if (!session.user)
    return <LoginFirst whole title={t("messages.loginTitle")} hint={t("messages.loginHint")} />;
  return (
    <div className="page max-w-3xl pb-16">
      <Heading title={t("messages.ask")} text={t("messages.askText")} />
      <Ask />
    </div>
  );
}

function Ask() {
  const { product, resource, order, seller, studio } = route.useSearch();
  const { locale } = useLanguage();
  const about = product ?? resource ?? order;
  const query = useQuery({
    ...answerQuery<ConversationsAnswer>(["conversations", "about", about, locale], OWN, {
      about,
      locale,
    }),
    enabled: about !== undefined,
  });
  const found = query.data?.conversations.find(
    (one) => product || resource || (one.seller?.id === seller && one.studio?.id === studio),
  );
  const open = useToThread(found?.id);
  return (
    <Loaded query={query} loading={<Skeleton className="h-40 w-full" />}>
      {() => (
        <Composer
          post={async (said, key) => {
            const body = product
              ? { productId: product, ...said }
              : resource
                ? { resourceId: resource, ...said }
                : { orderId: order, sellerId: seller, studioId: studio, ...said };
            const made = await send(OWN, body, key);
            open(made.conversation.id);
          }}
        />
      )}
    </Loaded>
  );
}
