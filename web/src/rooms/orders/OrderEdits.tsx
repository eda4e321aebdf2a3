import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { get, insist } from "../../base/api/client";
import { renew } from "../../base/api/queries";
import type { EditShown, EditsAnswer, OrderShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { Button, ButtonLink } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { Refusal } from "../../design/Failure";
import { Notice } from "../../design/Notice";

/** Asked anew with each version of the order: whatever is done with a change is a step of it. */
function editsQuery(orderId: string, version: number) {
  const path = `/orders/${encodeURIComponent(orderId)}/edits`;
  return queryOptions({
    queryKey: ["orders", orderId, "edits", version],
    queryFn: ({ signal }) => get<EditsAnswer>(path, {}, signal),
    placeholderData: keepPreviousData,
    staleTime: 0,
    refetchInterval: ({ state }) =>
      state.data?.edits.some((one) => one.status === "open") ? 5_000 : false,
  });
}

/** The change of this order that waits, if one does: what it rests on is not cancelled till then. */
export function useOpenEdit(order: Pick<OrderShown, "id" | "version">, asks: boolean) {
  const edits = useQuery({ ...editsQuery(order.id, order.version), enabled: asks }).data?.edits;
  return edits?.find(({ orderId, status }) => orderId === order.id && status === "open");
}

/** Changes of an order since it was paid: what is asked for one, and what became of the others. */
export function OrderEdits({ order }: { order: Pick<OrderShown, "id" | "version"> }) {
  const edits = useQuery(editsQuery(order.id, order.version)).data?.edits ?? [];
  if (edits.length === 0) return null;
  return (
    <div className="mb-6 space-y-3">
      {edits.map((edit) =>
        edit.addedId === order.id ? (
          <AddedTo key={edit.id} edit={edit} />
        ) : (
          <OneEdit key={edit.id} edit={edit} />
        ),
      )}
    </div>
  );
}

const LINK = "inline-flex min-h-9 items-center text-accent underline underline-offset-4";

function AddedTo({ edit }: { edit: EditShown }) {
  const { t } = useLanguage();
  return (
    <p>
      <Link to="/orders/$orderId" params={{ orderId: edit.orderId }} className={LINK}>
        {t("orderEdit.to", { number: edit.orderNumber })}
      </Link>
    </p>
  );
}

/** Whether its buyer is asked for something: not once it is paid, or off. */
export const isAsked = (edit: EditShown): boolean =>
  edit.status === "open" && edit.addedStatus === "pending";

function OneEdit({ edit }: { edit: EditShown }) {
  const { t, formats } = useLanguage();
  const asked = isAsked(edit);
  const amount = formats.price(edit.due, edit.currency);
  return (
    <Notice
      silent={!asked}
      tone={asked ? "held" : "calm"}
      testId="order-edit"
      title={asked ? t("orderEdit.open", { amount }) : <EditEnd edit={edit} />}
      actions={
        asked ? (
          <>
            <ButtonLink
              kind="primary"
              size="s"
              to="/checkout/$orderId"
              params={{ orderId: edit.addedId }}
            >
              {t("orderEdit.pay", { amount })}
            </ButtonLink>
            <Decline edit={edit} />
          </>
        ) : undefined
      }
    >
      <EditGoods edit={edit} />
      {asked && edit.endsAt && <p>{t("orderEdit.until", { time: formats.moment(edit.endsAt) })}</p>}
      {!asked && edit.status !== "ended" && (
        <Link to="/orders/$orderId" params={{ orderId: edit.addedId }} className={LINK}>
          {t("orderEdit.see", { number: edit.addedNumber })}
        </Link>
      )}
    </Notice>
  );
}

/** What became of it, in a few words. */
export function EditEnd({ edit }: { edit: EditShown }) {
  const { t, formats } = useLanguage();
  if (edit.status === "open")
    return t(edit.addedStatus === "cancelled" ? "orderEdit.ended" : "orderEdit.joining");
  if (edit.status === "done" && edit.refunded > 0)
    return t("orderEdit.doneBack", { amount: formats.price(edit.refunded, edit.currency) });
  return t(`orderEdit.${edit.status}`);
}

/** What is added, and what is taken off for it. */
export function EditGoods({ edit }: { edit: EditShown }) {
  const { t } = useLanguage();
  const said = (units: EditShown["added"]) =>
    units
      .map(({ name, options, quantity }) =>
        [`${quantity} × ${name}`, ...Object.values(options)].join(" · "),
      )
      .join(", ");
  return (
    <div className="text-13">
      <p className="wrap-anywhere">{t("orderEdit.added", { what: said(edit.added) })}</p>
      {edit.off.length > 0 && (
        <p className="wrap-anywhere">{t("orderEdit.off", { what: said(edit.off) })}</p>
      )}
    </div>
  );
}

function Decline({ edit }: { edit: EditShown }) {
  const { t } = useLanguage();
  const [asking, setAsking] = useState(false);
  const decline = useIntent((key) => insist(`/orders/${edit.addedId}/cancel`, {}, key), {
    onSuccess: () => setAsking(false),
    onSettled: () => renew(["orders"]),
  });
  return (
    <>
      <Button size="s" onClick={() => setAsking(true)}>
        {t("orderEdit.decline")}
      </Button>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t("orderEdit.declineSure", { number: edit.orderNumber })}
        text={t("orderEdit.declineText")}
      >
        {decline.isError && <Refusal error={decline.error} />}
        <div className="mt-5 flex flex-wrap justify-end gap-2">
          <Button onClick={() => setAsking(false)}>{t("orderEdit.back")}</Button>
          <Button kind="danger" busy={decline.isPending} onClick={() => decline.mutate()}>
            {t("orderEdit.decline")}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
