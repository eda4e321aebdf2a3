import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { insist } from "../../base/api/client";
import { renew } from "../../base/api/queries";
import type { EditSeen, StaffOrderAnswer } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Panel } from "../../design/Heading";
import { Moment } from "../../design/Moment";
import { Notice } from "../../design/Notice";
import { EditEnd, EditGoods, isAsked } from "../../rooms/orders/OrderEdits";
import { ActDialog } from "../desk/ActDialog";
import { staffEditsQuery } from "./queries";

const LINK = "inline-flex min-h-9 items-center text-accent underline underline-offset-4";

/** Changes of an order since it was paid, and the order that it was added to. */
export function StaffEdits({ order }: { order: StaffOrderAnswer["order"] }) {
  const { t } = useLanguage();
  const edits = useQuery(staffEditsQuery(order.id, order.version)).data?.edits ?? [];
  if (edits.length === 0) return null;
  return (
    <Panel title={t("editPaid.panel")}>
      <ul className="divide-y divide-line">
        {edits.map((edit) => (
          <li
            key={edit.id}
            data-testid="staff-edit"
            className="space-y-1 py-3 first:pt-0 last:pb-0"
          >
            {edit.addedId === order.id ? (
              <Link to="/staff/orders/$orderId" params={{ orderId: edit.orderId }} className={LINK}>
                {t("orderEdit.to", { number: edit.orderNumber })}
              </Link>
            ) : (
              <OneEdit edit={edit} />
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** What of the goods of an order another one pays for is given back there. */
export function PaidElsewhere({ orderId, version }: { orderId: string; version: number }) {
  const { t, formats } = useLanguage();
  const edits = useQuery(staffEditsQuery(orderId, version)).data?.edits ?? [];
  const edit = edits.find((one) => one.addedId === orderId && one.status === "done" && one.kept);
  if (!edit) return null;
  const amount = formats.price(edit.kept, edit.currency);
  return (
    <Notice
      silent
      testId="paid-elsewhere"
      title={t("editPaid.elsewhere", { amount, number: edit.orderNumber })}
    >
      {t("editPaid.elsewhereText")}
    </Notice>
  );
}

function OneEdit({ edit }: { edit: EditSeen }) {
  const { t, formats } = useLanguage();
  const [ending, setEnding] = useState(false);
  const asked = isAsked(edit);
  const amount = formats.price(edit.due, edit.currency);
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-3">
        <span className="font-medium">
          {asked ? t("editPaid.waits", { amount }) : <EditEnd edit={edit} />}
        </span>
        <Moment at={edit.endedAt ?? edit.madeAt} className="text-13 text-ink-soft" />
      </p>
      <EditGoods edit={edit} />
      <p className="text-13 text-ink-soft wrap-anywhere">{edit.reason}</p>
      {asked && edit.endsAt && (
        <p className="text-13 text-ink-soft">
          {t("editPaid.until", { time: formats.moment(edit.endsAt) })}
        </p>
      )}
      <p className="flex flex-wrap items-center gap-3">
        <Link to="/staff/orders/$orderId" params={{ orderId: edit.addedId }} className={LINK}>
          {t("orderEdit.see", { number: edit.addedNumber })}
        </Link>
        {asked && (
          <Button
            size="s"
            needs="POST /api/staff/orders/{order_id}/cancel"
            onClick={() => setEnding(true)}
          >
            {t("editPaid.withdraw")}
          </Button>
        )}
      </p>
      {ending && (
        <ActDialog
          grave
          title={t("editPaid.withdraw")}
          text={t("editPaid.withdrawText")}
          act={t("editPaid.withdraw")}
          reason={{ hint: t("staff.reasonOurs") }}
          send={(key, reason) => insist(`/staff/orders/${edit.addedId}/cancel`, { reason }, key)}
          onDone={() => renew(["staff"], ["orders"])}
          told={() => t("editPaid.withdrawn")}
          onClose={() => setEnding(false)}
        />
      )}
    </>
  );
}
