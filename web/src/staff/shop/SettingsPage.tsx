import { useLanguage } from "../../base/i18n/format";
import { useTitle } from "../../base/shop";
import { Failure } from "../../design/Failure";
import { Heading } from "../../design/Heading";
import { Skeleton } from "../../design/Skeleton";
import { LimitsSection } from "./LimitsSection";
import { OrdersSection } from "./OrdersSection";
import { PaidSection } from "./PaidSection";
import { ShopSection } from "./ShopSection";
import { useSettings } from "./settings";
import { WalletSection } from "./WalletSection";

/** The shop's settings, one section a matter. */
export function SettingsPage() {
  const { t } = useLanguage();
  useTitle(t("settings.title"));
  const query = useSettings();
  return (
    <div className="max-w-2xl">
      <Heading title={t("settings.title")} />
      {query.isPending ? (
        <Skeleton className="h-80 w-full" />
      ) : query.isError ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <div className="space-y-6">
          <ShopSection shown={query.data} />
          <PaidSection shown={query.data} />
          <OrdersSection shown={query.data} />
          <LimitsSection shown={query.data} />
          <WalletSection shown={query.data} />
        </div>
      )}
    </div>
  );
}
