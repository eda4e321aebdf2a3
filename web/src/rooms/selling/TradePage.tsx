import { getRouteApi } from "@tanstack/react-router";
import { useLanguage } from "../../base/i18n/format";
import { ownPlace } from "./queries";
import { SellerFrame } from "./SellerFrame";
import { Trade } from "./Trade";

const route = getRouteApi("/selling/trade");

/** What came of one's own goods. */
export function TradePage() {
  const { t } = useLanguage();
  const { days = 30 } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <SellerFrame title={t("trade.title")}>
      {(seller) => (
        <Trade
          key={seller.id}
          place={ownPlace(seller.id)}
          days={days}
          onDays={(next) =>
            void navigate({ search: (now) => ({ ...now, days: next }), replace: true })
          }
        />
      )}
    </SellerFrame>
  );
}
