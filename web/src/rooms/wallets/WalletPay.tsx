import type { PointsMissing } from "../../base/api/problem";
import type { WalletBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { ButtonLink } from "../../design/Button";
import { useLiveWallet } from "./queries";

interface Props {
  wallet: WalletBody | undefined;
  currency: string;
  total: number;
}

/** What the wallet has for this purchase, what is left after it, or what is missing. */
export function WalletPay({ wallet, currency, total }: Props) {
  const { t, formats } = useLanguage();
  if (wallet) return <Has wallet={wallet} total={total} />;
  return (
    <div className="space-y-3" data-testid="wallet-pay">
      <p>{t("checkout.wallet.none", { currency: formats.currencyName(currency) })}</p>
      <ButtonLink size="s" to="/wallet">
        {t("wallet.open")}
      </ButtonLink>
    </div>
  );
}

function Has({ wallet, total }: { wallet: WalletBody; total: number }) {
  const { t, formats } = useLanguage();
  const { balance, currency } = useLiveWallet(wallet);
  const missing = total - balance;
  return (
    <div className="space-y-3" data-testid="wallet-pay">
      <dl className="tabular space-y-1 text-13">
        <div className="flex justify-between gap-4">
          <dt className="text-ink-soft">{t("wallet.balance")}</dt>
          <dd>{formats.price(balance, currency)}</dd>
        </div>
        <div className="flex justify-between gap-4">
          <dt className="text-ink-soft">
            {t(missing > 0 ? "checkout.wallet.missing" : "checkout.wallet.then")}
          </dt>
          <dd className={missing > 0 ? "font-semibold text-danger" : undefined}>
            {formats.price(Math.abs(missing), currency)}
          </dd>
        </div>
      </dl>
      {missing > 0 && <TopUpLink walletId={wallet.id} missing={missing} />}
    </div>
  );
}

/** What a wallet lacks for a purchase, in a sentence. */
export function usePointsWords(): (points: PointsMissing) => string {
  const { t, formats } = useLanguage();
  return ({ missing, wanted, available, currency }) =>
    t("checkout.cannotBuy.points", {
      missing: formats.price(missing, currency),
      wanted: formats.price(wanted, currency),
      available: formats.price(available, currency),
    });
}

/** To the wallet, with what is missing already typed in. */
export function TopUpLink({ walletId, missing }: { walletId: string; missing: number }) {
  const { t } = useLanguage();
  return (
    <ButtonLink size="s" to="/wallet/$walletId" params={{ walletId }} search={{ amount: missing }}>
      {t("wallet.topUp")}
    </ButtonLink>
  );
}
