import { searchOf, text } from "../../base/search";
import { userOf } from "../desk/search";

/** Whose wallets, and which of them is open. */
export const readWalletSearch = searchOf({
  user: (value) => userOf(text(value) ?? ""),
  wallet: text,
});
