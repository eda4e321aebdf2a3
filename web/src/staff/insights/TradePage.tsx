import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { answerQuery } from "../../base/api/queries";
import type { SellersBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { Select } from "../../design/Field";
import { Heading } from "../../design/Heading";
import { Trade } from "../../rooms/selling/Trade";

const route = getRouteApi("/staff/trade");
const sellersQuery = answerQuery<SellersBody>(["staff", "sellers"], "/staff/sellers");

/** What came of all goods, or of one seller's. */
export function TradePage() {
  const { t } = useLanguage();
  const { days = 30, seller } = route.useSearch();
  const navigate = route.useNavigate();
  const sellers = useQuery(sellersQuery).data?.sellers ?? [];
  return (
    <div className="space-y-6">
      <Heading dense title={t("trade.title")} />
      {sellers.length > 0 && (
        <Select
          dense
          className="max-w-80"
          label={t("trade.whose")}
          none={t("trade.all")}
          items={sellers.map(({ id }) => id)}
          nameOf={(id) => sellers.find((one) => one.id === id)?.name ?? id}
          value={seller}
          onChoose={(next) => void navigate({ search: { days, seller: next }, replace: true })}
        />
      )}
      <Trade
        key={seller ?? ""}
        place="/staff"
        seller={seller}
        days={days}
        onDays={(next) => void navigate({ search: { seller, days: next }, replace: true })}
      />
    </div>
  );
}
