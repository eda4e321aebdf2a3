import { useLanguage } from "../../base/i18n/format";
import { SellerFrame } from "../../rooms/selling/SellerFrame";
import { Preorders } from "../stock/Preorders";
import { ofSeller } from "../stock/places";

/** What the seller announced of their goods, and who waits for it. */
export function PreordersPage() {
  const { t } = useLanguage();
  return (
    <SellerFrame title={t("seller.preorders")}>
      {(seller) => (
        <div className="space-y-4">
          <p className="text-ink-soft">{t("preorders.text")}</p>
          <Preorders key={seller.id} place={ofSeller(seller.id)} hint={t("preorders.noneOwn")} />
        </div>
      )}
    </SellerFrame>
  );
}
