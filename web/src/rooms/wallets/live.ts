import type { Wallet } from "../../base/api/types";
import { Channel } from "../../live/channel";

/** What is in a wallet of one's own, as `wallet:update` tells it. */
type WalletState = Pick<Wallet, "currency" | "balance" | "held" | "version"> & { walletId: string };

export const liveWallets = new Channel<WalletState>({
  watch: "wallets",
  event: "wallet",
  list: "wallets",
  idOf: ({ walletId }) => walletId,
  own: true,
});
