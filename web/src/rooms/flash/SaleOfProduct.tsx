import { useQuery } from "@tanstack/react-query";
import type { FlashSaleBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useServerNow } from "../../base/now";
import { ButtonLink } from "../../design/Button";
import { Notice } from "../../design/Notice";
import { Price } from "../../design/Price";
import { useWatch } from "../../live/channel";
import { liveSales } from "./live";
import { salePhase } from "./phase";
import { salesOfQuery, useSaleState } from "./queries";

/** On a product's page: that it is in a flash sale, or will be. The shop's own stock is sold beside
 * it. */
export function SaleOfProduct({ productId }: { productId: string }) {
  const sales = useQuery(salesOfQuery(productId)).data?.flashSales ?? [];
  const now = useServerNow(sales.length > 0);
  useWatch(
    liveSales,
    sales.map((sale) => sale.id),
  );
  const sale =
    sales.find((one) => salePhase(one, now) === "open") ??
    sales.findLast((one) => salePhase(one, now) === "upcoming");
  return sale && <Told key={sale.id} sale={sale} now={now} />;
}

function Told({ sale, now }: { sale: FlashSaleBody; now: number }) {
  const { t } = useLanguage();
  const { ended, remaining, held } = useSaleState(sale);
  const phase = salePhase(sale, now, ended);
  const open = phase === "open";
  if (phase === "ended" || (open && remaining + held === 0)) return null;
  return (
    <Notice
      silent
      tone="free"
      testId="in-flash-sale"
      title={t(open ? "flash.isOn" : "flash.willBe")}
      actions={
        <ButtonLink to="/flash-sales/$saleId" params={{ saleId: sale.id }}>
          {t("flash.toSale")}
        </ButtonLink>
      }
    >
      <Price amount={sale.price} before={sale.usualPrice} currency={sale.currency} />
    </Notice>
  );
}
