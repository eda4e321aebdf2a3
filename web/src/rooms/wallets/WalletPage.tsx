import { getRouteApi } from "@tanstack/react-router";
import type { WalletBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useLeft } from "../../base/left";
import { useSession } from "../../base/session";
import { useTitle } from "../../base/shop";
import { BackLink } from "../../design/BackLink";
import { Failure } from "../../design/Failure";
import { Heading, Panel } from "../../design/Heading";
import { LoginFirst } from "../../design/LoginFirst";
import { NotFound } from "../../design/NotFound";
import { Skeleton, SkeletonText } from "../../design/Skeleton";
import { Balance } from "./Balance";
import { LeftTopUp } from "./LeftTopUp";
import { useLiveWallet, useWallets } from "./queries";
import { Statement } from "./Statement";
import { TopUp } from "./TopUp";

const route = getRouteApi("/wallet/$walletId");
const LAYOUT =
  "grid grid-cols-1 items-start gap-6 md:grid-cols-[minmax(0,340px)_minmax(0,1fr)] lg:gap-10";

/** One wallet: what is in it, how to add to it, and every movement. */
export function WalletPage() {
  const { t } = useLanguage();
  const { walletId } = route.useParams();
  const session = useSession();
  const query = useWallets();
  const wallet = query.data?.find((each) => each.id === walletId);
  useTitle(t("wallet.title"));
  if (query.data && !wallet && !query.isFetching) return <NotFound />;
  return (
    <div className="page max-w-5xl pb-16">
      {wallet ? (
        <Opened key={wallet.id} wallet={wallet} />
      ) : session && !session.user ? (
        <LoginFirst title={t("wallet.loginFirst")} hint={t("wallet.loginFirstHint")} />
      ) : query.isError ? (
        <Failure whole error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <>
          <Heading title={t("wallet.title")} />
          <div className={LAYOUT}>
            <Skeleton className="h-72 rounded-l" />
            <Panel>
              <SkeletonText lines={8} />
            </Panel>
          </div>
        </>
      )}
    </div>
  );
}

function Opened({ wallet }: { wallet: WalletBody }) {
  const { t, formats } = useLanguage();
  const live = useLiveWallet(wallet);
  const { amount, payment } = route.useSearch();
  const left = useLeft(payment, wallet.id);
  return (
    <>
      <BackLink to="/wallet">{t("wallet.all")}</BackLink>
      <Heading title={t("wallet.of", { currency: formats.currencyName(wallet.currency) })} />
      <div className={LAYOUT}>
        <div className="space-y-6">
          <Panel>
            <h2 className="text-13 text-ink-soft">{t("wallet.balance")}</h2>
            <Balance wallet={wallet} large />
          </Panel>
          <Panel title={t("wallet.topUp")}>
            {left && (
              <div className="mb-5">
                <LeftTopUp walletId={wallet.id} />
              </div>
            )}
            <TopUp wallet={wallet} suggested={amount} />
          </Panel>
        </div>
        <Statement wallet={live} />
      </div>
    </>
  );
}
