import { useLanguage } from "../../base/i18n/format";
import { HolderPayouts } from "./HolderPayouts";
import { PayoutAccount } from "./PayoutAccount";
import { ownPlace } from "./queries";
import { SellerFrame } from "./SellerFrame";
import { SellerMoney } from "./SellerMoney";

/** What was earned, what was paid out, every movement. */
export function MoneyPage() {
  const { t } = useLanguage();
  return (
    <SellerFrame title={t("seller.money")}>
      {(seller) => (
        <div key={seller.id} className="space-y-6">
          <SellerMoney place={ownPlace(seller.id)} sells />
          <HolderPayouts place={ownPlace(seller.id)} />
          <PayoutAccount place={ownPlace(seller.id)} />
        </div>
      )}
    </SellerFrame>
  );
}
