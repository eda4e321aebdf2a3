import { Link } from "@tanstack/react-router";
import type { WalletBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useSession } from "../../base/session";
import { Failure } from "../../design/Failure";
import { Heading, Panel } from "../../design/Heading";
import { LoginFirst } from "../../design/LoginFirst";
import { Skeleton } from "../../design/Skeleton";
import { Balance } from "./Balance";
import { OpenWallet } from "./OpenWallet";
import { useWallets } from "./queries";

const CARDS = "grid grid-cols-1 gap-4 sm:grid-cols-2";

/** The visitor's wallets, one for each currency. */
export function WalletsPage() {
  const { t } = useLanguage();
  const session = useSession();
  const query = useWallets();
  return (
    <div className="page max-w-5xl pb-16">
      <Heading title={t("wallet.title")} text={t("wallet.text")} />
      {session && !session.user ? (
        <LoginFirst title={t("wallet.loginFirst")} hint={t("wallet.loginFirstHint")} />
      ) : query.isError && !query.data ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      ) : !query.data ? (
        <div className={CARDS} role="status" aria-label={t("wallet.loading")}>
          <Skeleton className="h-35.5 rounded-l" />
          <Skeleton className="h-35.5 rounded-l" />
        </div>
      ) : (
        <div className="space-y-6">
          {query.data.length > 0 && (
            <ul className={CARDS}>
              {query.data.map((wallet) => (
                <WalletCard key={wallet.id} wallet={wallet} />
              ))}
            </ul>
          )}
          <Panel title={t(query.data.length > 0 ? "wallet.openAnother" : "wallet.openFirst")}>
            <OpenWallet opened={query.data.map((wallet) => wallet.currency)} />
          </Panel>
        </div>
      )}
    </div>
  );
}

function WalletCard({ wallet }: { wallet: WalletBody }) {
  const { t, formats } = useLanguage();
  return (
    <li className="relative min-h-35.5 space-y-2 rounded-l border border-line bg-raised p-4 hover:border-ink-soft sm:p-6">
      <h2 className="text-ink-soft">
        <Link
          to="/wallet/$walletId"
          params={{ walletId: wallet.id }}
          className="after:absolute after:inset-0 after:rounded-l"
        >
          {formats.currencyName(wallet.currency)}
        </Link>
      </h2>
      <Balance wallet={wallet} />
      <p className="text-13 font-semibold text-accent">{t("wallet.inside")}</p>
    </li>
  );
}
