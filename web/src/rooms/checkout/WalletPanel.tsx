import { asProblem } from "../../base/api/problem";
import type { OrderShown } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Refusal } from "../../design/Failure";
import { Panel } from "../../design/Heading";
import { Skeleton } from "../../design/Skeleton";
import { useWallets } from "../wallets/queries";
import { usePointsWords, WalletPay } from "../wallets/WalletPay";
import { PayButtons } from "./PayButtons";
import { newAttempt } from "./pay";
import { usePaying } from "./paying";

interface Props {
  order: OrderShown;
  reservationId: string;
}

/** What is held, paid from one's own wallet. */
export function WalletPanel({ order, reservationId }: Props) {
  const { t, formats } = useLanguage();
  const due = order.due ?? order.total;
  const price = formats.price(due, order.currency);
  const wallets = useWallets();
  const pointsWords = usePointsWords();
  const wallet = wallets.data?.find((each) => each.currency === order.currency);
  const paying = usePaying(order);
  const { payment } = paying;
  const short = payment.isError && asProblem(payment.error).body.points;
  return (
    <Panel>
      <div className="space-y-4">
        {wallets.isPending ? (
          <Skeleton className="h-24 w-full" />
        ) : (
          <WalletPay wallet={wallet} currency={order.currency} total={due} />
        )}
        {payment.isError && !short && <Refusal error={payment.error} />}
        {short && (
          <p role="alert" className="text-danger">
            {pointsWords(short)}
          </p>
        )}
        <PayButtons
          paying={paying}
          label={wallet && t("checkout.wallet.pay", { price })}
          onPay={() => payment.mutate(newAttempt(reservationId, "wallet"))}
        />
      </div>
    </Panel>
  );
}
