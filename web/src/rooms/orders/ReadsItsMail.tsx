import { useLanguage } from "../../base/i18n/format";
import { useSession } from "../../base/session";
import { Panel } from "../../design/Heading";
import { ConfirmContact, useContact } from "../booking/ConfirmContact";

/** Who has the link may have been sent it by a friend: before anything is done with the order, a
 * code goes to where mail about it goes. */
export function ReadsItsMail({
  to,
}: {
  to: "booked" | "cancel" | "return" | "codes" | "pictures";
}) {
  const { t } = useLanguage();
  const contact = useContact(true);
  const member = Boolean(useSession()?.user);
  const elsewhere = contact?.recent === true;
  const also = to === "pictures" ? ["gallery"] : ["order-link"];
  return (
    <Panel title={t(`order.linkTo.${to}`)}>
      <div className="max-w-sm space-y-3">
        {elsewhere && (
          <p className="text-held-ink">{t(member ? "order.linkAccount" : "order.linkElsewhere")}</p>
        )}
        {contact && !(member && elsewhere) && (
          <ConfirmContact contact={contact} why={t(`order.linkWhy.${to}`)} also={also} />
        )}
      </div>
    </Panel>
  );
}
