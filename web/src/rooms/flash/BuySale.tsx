import { useLocation, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { insist } from "../../base/api/client";
import { asProblem } from "../../base/api/problem";
import { renew } from "../../base/api/queries";
import type { FlashPurchaseAnswer, FlashSaleBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useIntent } from "../../base/intent";
import { useSession } from "../../base/session";
import { Button, ButtonLink } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Notice } from "../../design/Notice";
import { OfflineNote } from "../../design/OfflineNote";
import { Skeleton } from "../../design/Skeleton";
import { Stepper } from "../../design/Stepper";
import { keepOwnOrder, useOwnOrder } from "./ownOrder";
import { useSaleState } from "./queries";

interface Props {
  sale: FlashSaleBody;
  phase: FlashSaleBody["phase"];
}

/** The one step of a sale's page: take units, and pay for them at the till. */
export function BuySale({ sale, phase }: Props) {
  const { t, formats, locale } = useLanguage();
  const { href } = useLocation();
  const navigate = useNavigate();
  const session = useSession();
  const { remaining, held } = useSaleState(sale);
  const own = useOwnOrder(sale.id);
  const [quantity, setQuantity] = useState(1);
  const path = `/flash-sales/${sale.id}/purchase`;
  const buying = useIntent((key) => insist<FlashPurchaseAnswer>(path, { quantity, locale }, key), {
    onSuccess: ({ orderId }) => {
      keepOwnOrder(sale.id, orderId);
      void navigate({ to: "/checkout/$orderId", params: { orderId } });
    },
    onError: () => renew(["flash-sales"]),
  });
  if (!session) return <Skeleton className="h-12 w-full" />;
  if (phase === "ended") {
    return (
      <Notice
        testId="sale-over"
        title={t("flash.over")}
        actions={<ButtonLink to="/flash-sales">{t("flash.others")}</ButtonLink>}
      >
        <p>{t("flash.overText")}</p>
      </Notice>
    );
  }
  if (!session.user) {
    return (
      <div className="space-y-2">
        <ButtonLink kind="primary" size="l" wide to="/login" search={{ next: href }}>
          {t("flash.login")}
        </ButtonLink>
        <p className="text-13 text-ink-soft">{t("flash.loginHint")}</p>
      </div>
    );
  }
  if (phase === "upcoming") {
    return (
      <Notice silent testId="sale-not-open" title={t("flash.notOpen")}>
        <p>{t("flash.notOpenText")}</p>
      </Notice>
    );
  }
  const code = buying.isError ? asProblem(buying.error).code : null;
  const holds = own?.items.reduce((sum, item) => sum + item.quantity, 0) ?? 0;
  const most = Math.max(1, Math.min(sale.perCustomer, remaining));
  return (
    <div className="space-y-4">
      {own && (
        <Notice
          silent
          tone="held"
          testId="sale-yours"
          title={t("flash.yours", { count: holds })}
          actions={
            <ButtonLink kind="primary" to="/checkout/$orderId" params={{ orderId: own.id }}>
              {t("flash.toTill")}
            </ButtonLink>
          }
        >
          <p>{t("flash.yoursText", { time: formats.until(own.expiresAt ?? "") })}</p>
        </Notice>
      )}
      {holds >= sale.perCustomer ? null : remaining === 0 ? (
        <Notice
          testId="sale-gone"
          tone={held > 0 ? "held" : undefined}
          title={t(held > 0 ? "flash.noneFree" : "flash.soldOut")}
        >
          <p>{t(held > 0 ? "flash.mayComeFree" : "flash.overText")}</p>
        </Notice>
      ) : (
        <div className="flex flex-wrap items-center gap-4">
          {sale.perCustomer > 1 && (
            <Stepper
              label={t("flash.quantity")}
              value={Math.min(quantity, most)}
              most={most}
              onChange={(value) => {
                buying.another();
                setQuantity(value);
              }}
            />
          )}
          <div className="min-w-48 grow">
            <Button
              kind="primary"
              size="l"
              wide
              online
              busy={buying.isPending || buying.isSuccess}
              onClick={() => buying.mutate()}
            >
              {t("flash.buy")}
            </Button>
          </div>
        </div>
      )}
      <OfflineNote />
      {code === "flash-sale-limit" ? (
        <Notice
          urgent
          tone="held"
          testId="sale-limit"
          title={t("problem.flash-sale-limit")}
          actions={<ButtonLink to="/orders">{t("order.mine")}</ButtonLink>}
        >
          <p>{t("flash.limitText")}</p>
        </Notice>
      ) : (
        code && <Refusal error={buying.error} onRetry={() => buying.mutate()} online />
      )}
    </div>
  );
}
