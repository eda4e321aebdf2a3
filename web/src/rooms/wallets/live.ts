import type { WalletBody } from "../../base/api/schema";
import { Channel } from "../../live/channel";

/** What is in a wallet of one's own, as `wallet:update` tells it. */
type WalletState = Pick<WalletBody, "currency" | "balance" | "held" | "version"> & {
  walletId: string;
};

export const liveWallets = new Channel<WalletState>({
  watch: "wallets",
  event: "wallet",
  list: "wallets",
  idOf: ({ walletId }) => walletId,
  own: true,
});
