import { getRouteApi, Link } from "@tanstack/react-router";
import { useLanguage } from "../../base/i18n/format";
import { useChange } from "../../base/searched";
import { Heading } from "../../design/Heading";
import { ConversationList } from "../../rooms/conversations/ConversationList";
import { ListFilter } from "../desk/ListFilter";
import { WHICH, type Which } from "./which";

const route = getRouteApi("/staff/conversations");

/** What each choice asks for. `unread`: what the shop itself is to answer. */
const ASKED: Record<Which, Record<string, string | boolean>> = {
  unread: { whose: "shop", unread: true },
  shop: { whose: "shop" },
  sellers: { whose: "sellers" },
  studios: { whose: "studios" },
  unanswered: { unanswered: true },
  reported: { reported: true },
  open: { status: "open" },
};

/** What customers write with the shop, with sellers and with studios. */
export function ConversationsPage() {
  const { t } = useLanguage();
  const { which, sellerId, customerId } = route.useSearch();
  const change = useChange(route);
  return (
    <div className="space-y-4">
      <Heading title={t("messages.title")} text={t("staffMessages.text")} />
      <ListFilter
        value={which}
        items={WHICH}
        nameOf={(item) => t(`staffMessages.${item}`)}
        onChoose={(next) => change({ which: next })}
      />
      <ConversationList
        place="/staff/conversations"
        side="shop"
        wanted={{ ...(which ? ASKED[which] : {}), sellerId, customerId }}
        hint={t("staffMessages.noneHint")}
        linked={(one, name) => (
          <Link
            to="/staff/conversations/$conversationId"
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
