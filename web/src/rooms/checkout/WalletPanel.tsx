import type { OrderShown } from "../../base/api/schema";
import { Skeleton } from "../../design/Skeleton";
import { useWallets } from "../wallets/queries";
import { WalletPay } from "../wallets/WalletPay";

/** What one's own wallet has for what is held. */
export function WalletPanel({ order }: { order: OrderShown }) {
  const wallets = useWallets();
  const wallet = useWalletOf(order);
  if (wallets.isPending) return <Skeleton className="h-24 w-full" />;
  return <WalletPay wallet={wallet} currency={order.currency} total={order.due ?? order.total} />;
}

export function useWalletOf({ currency }: OrderShown) {
  return useWallets().data?.find((each) => each.currency === currency);
}
