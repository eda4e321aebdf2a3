import type { WalletBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { classes } from "../../design/classes";
import { Price } from "../../design/Price";
import { useStale } from "../../live/connection";
import { useLiveWallet } from "./queries";

/** What is in a wallet, live; dimmed while it may be old. */
export function Balance({ wallet, large }: { wallet: WalletBody; large?: boolean }) {
  const { t, formats } = useLanguage();
  const { balance, held, currency } = useLiveWallet(wallet);
  const stale = useStale();
  return (
    <span
      data-testid="balance"
      className={classes("block min-w-0", stale && "text-ink-faint **:text-ink-faint!")}
    >
      <Price
        amount={balance}
        currency={currency}
        className={classes("font-semibold", large ? "text-32" : "text-24")}
      />
      {held > 0 && (
        <span className="tabular block text-13 text-held-ink">
          {t("wallet.held", { price: formats.price(held, currency) })}
        </span>
      )}
    </span>
  );
}
