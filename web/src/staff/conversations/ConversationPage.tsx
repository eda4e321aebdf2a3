import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { useLanguage } from "../../base/i18n/format";
import { useNameShown } from "../../base/i18n/name";
import { useProblemWords } from "../../base/i18n/problem";
import { useIntent } from "../../base/intent";
import { useTitle } from "../../base/shop";
import { BackLink } from "../../design/BackLink";
import { Notice } from "../../design/Notice";
import { toast } from "../../design/Toasts";
import { useWorks } from "../../design/Work";
import { About } from "../../rooms/conversations/About";
import type { Conversation, Message } from "../../rooms/conversations/queries";
import { isOfOthers, send, withWhom } from "../../rooms/conversations/queries";
import { Thread } from "../../rooms/conversations/Thread";
import { ActDialog } from "../desk/ActDialog";

const route = getRouteApi("/staff/conversations/$conversationId");
const PLACE = "/staff/conversations";
const ACT = "min-h-6 cursor-pointer underline underline-offset-4 hover:text-ink";

/** One conversation with staff's eyes: they answer, close, hide and show again. */
export function ConversationPage() {
  const { t } = useLanguage();
  const { conversationId } = route.useParams();
  useTitle(t("messages.title"));
  return (
    <div className="pb-8">
      <BackLink to="/staff/conversations">{t("messages.all")}</BackLink>
      <div className="pt-6">
        <Thread
          key={conversationId}
          place={PLACE}
          id={conversationId}
          side="shop"
          head={(one) => <Head one={one} />}
          acts={(message, one) => <Acts message={message} id={one.id} />}
        />
      </div>
    </div>
  );
}

function Head({ one }: { one: Conversation }) {
  const { t } = useLanguage();
  const nameShown = useNameShown();
  const people = [
    nameShown(one.customer.name),
    one.customer.email,
    withWhom(one) ?? t("messages.shop"),
  ];
  return (
    <div className="space-y-3">
      <About
        one={one}
        who={people.filter(Boolean).join(" · ")}
        order={(id, name) => (
          <Link
            to="/staff/orders/$orderId"
            params={{ orderId: id }}
            className="underline-offset-4 hover:underline"
          >
            {name}
          </Link>
        )}
      />
      {isOfOthers(one) && <Notice silent title={t("staffMessages.audited")} />}
    </div>
  );
}

function Acts({ message, id }: { message: Message; id: string }) {
  const { t } = useLanguage();
  const works = useWorks();
  const [hiding, setHiding] = useState(false);
  const path = `${PLACE}/${id}/messages/${message.number}`;
  const words = useProblemWords("staff");
  const showing = useIntent((key) => send(`${path}/show`, {}, key), {
    onError: (error) => toast({ title: words(error), tone: "danger" }),
  });
  if (!works) return null;
  return (
    <>
      {!message.hidden && (
        <button type="button" className={ACT} onClick={() => setHiding(true)}>
          {t("staffMessages.hide")}
        </button>
      )}
      {message.hidden && (
        <button
          type="button"
          className={ACT}
          disabled={showing.isPending}
          onClick={() => showing.mutate()}
        >
          {t("staffMessages.show")}
        </button>
      )}
      {hiding && (
        <ActDialog
          title={t("staffMessages.hideTitle")}
          text={t("staffMessages.hideText")}
          act={t("staffMessages.hide")}
          reason={{ hint: t("staffMessages.hideHint"), ideas: [] }}
          send={(key, reason) => send(`${path}/hide`, { reason }, key)}
          onClose={() => setHiding(false)}
        />
      )}
    </>
  );
}
