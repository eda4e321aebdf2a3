import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { asProblem } from "../../base/api/problem";
import { renew } from "../../base/api/queries";
import type { Order } from "../../base/api/types";
import { useLanguage } from "../../base/i18n/format";
import { Button } from "../../design/Button";
import { Refusal } from "../../design/Failure";
import { Panel } from "../../design/Heading";
import { Skeleton } from "../../design/Skeleton";
import { giveBack } from "../cart/hold";
import { useWallets } from "../wallets/queries";
import { usePointsWords, WalletPay } from "../wallets/WalletPay";
import { newAttempt, pay } from "./pay";

interface Props {
  order: Order;
  reservationId: string;
}

/** What is held, paid from one's own wallet. */
export function WalletPanel({ order, reservationId }: Props) {
  const { t, formats } = useLanguage();
  const navigate = useNavigate();
  const wallets = useWallets();
  const pointsWords = usePointsWords();
  const wallet = wallets.data?.find((each) => each.currency === order.currency);
  const refresh = () => renew(["orders"], ["coupons", "mine"], ["wallets"]);
  const payment = useMutation({
    mutationFn: pay,
    onSuccess: async () => {
      await refresh();
      await navigate({ to: "/orders/$orderId", params: { orderId: order.id }, replace: true });
    },
    onError: refresh,
  });
  const cancel = useMutation({ mutationFn: () => giveBack(order.id), onSettled: refresh });
  const busy = payment.isPending || payment.isSuccess;
  const short = payment.isError && asProblem(payment.error).body.points;
  return (
    <Panel>
      <div className="space-y-4">
        {wallets.isPending ? (
          <Skeleton className="h-24 w-full" />
        ) : (
          <WalletPay wallet={wallet} currency={order.currency} total={order.total} />
        )}
        {payment.isError && !short && <Refusal error={payment.error} />}
        {short && (
          <p role="alert" className="text-danger">
            {pointsWords(short)}
          </p>
        )}
        {cancel.isError && <Refusal error={cancel.error} onRetry={() => cancel.mutate()} />}
        <div className="flex flex-wrap items-center gap-3">
          {wallet && (
            <Button
              kind="primary"
              size="l"
              className="grow"
              busy={busy}
              online
              onClick={() => payment.mutate(newAttempt(reservationId, "wallet"))}
            >
              {busy
                ? t("order.underWay")
                : t("checkout.wallet.pay", { price: formats.price(order.total, order.currency) })}
            </Button>
          )}
          <Button
            kind="plain"
            size="l"
            className="grow sm:grow-0"
            busy={cancel.isPending}
            disabled={busy}
            onClick={() => cancel.mutate()}
          >
            {t("checkout.cancel")}
          </Button>
        </div>
      </div>
    </Panel>
  );
}
