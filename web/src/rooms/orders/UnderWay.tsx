import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import type { OrderShown } from "../../base/api/schema";
import { embedded } from "../../base/embedded";
import { useLanguage } from "../../base/i18n/format";
import { Anchor, Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Notice } from "../../design/Notice";
import { useLeaving } from "./leaving";

/** To the till, or where nothing is to be paid any more to the order. */
function useOnward(orderId: string) {
  const navigate = useNavigate();
  return (status: string) => {
    const at = { params: { orderId }, replace: true };
    if (status === "open" || status === "pending")
      void navigate({ to: "/checkout/$orderId", ...at });
    else void navigate({ to: "/orders/$orderId", ...at });
  };
}

/** A payment is under way: where it is made, and the way to another one. */
export function UnderWay({ order, asking }: { order: OrderShown; asking?: boolean }) {
  const { t } = useLanguage();
  const onward = useOnward(order.id);
  const leaving = useLeaving(order.id, ({ status }) => onward(status));
  const page = asking ? undefined : order.nextAction?.redirectUrl;
  const goods = order.items.length > 0;
  return (
    <Notice
      tone="held"
      title={t(page ? "order.onPage" : "order.underWay")}
      testId="outcome"
      actions={
        page && (
          <>
            <Anchor
              kind="primary"
              size="s"
              href={page}
              {...(embedded && { target: "_blank", rel: "noopener" })}
            >
              {t("order.toPage")}
            </Anchor>
            <Button size="s" online busy={leaving.isPending} onClick={() => leaving.mutate()}>
              {t("order.payOtherwise")}
            </Button>
          </>
        )
      }
    >
      <p>{t(page ? "order.onPageText" : goods ? "order.underWayText" : "order.underWayPlain")}</p>
      {leaving.data?.status === "pending" && <p role="status">{t("order.notCalledOff")}</p>}
      {leaving.isError && <Refusal error={leaving.error} />}
    </Notice>
  );
}

/** Back from the provider's page unpaid: it is called off there, and on to the till. */
export function BackUnpaid({ orderId }: { orderId: string }) {
  const { t } = useLanguage();
  const onward = useOnward(orderId);
  const { mutate } = useLeaving(
    orderId,
    ({ status }) => onward(status),
    () => onward("pending"), // a job goes on trying
  );
  useEffect(() => mutate(), [mutate]);
  return (
    <div className="page max-w-5xl pt-10 pb-16">
      <Notice tone="held" title={t("order.leaving")} testId="outcome" />
    </div>
  );
}
