import { type Raw, text, userOf } from "../desk/search";

/** Whose wallets, and which of them is open. */
export interface WalletSearch {
  user?: string;
  wallet?: string;
}

export function parseWalletSearch(raw: Raw): WalletSearch {
  return { user: userOf(text(raw.user) ?? ""), wallet: text(raw.wallet) };
}
