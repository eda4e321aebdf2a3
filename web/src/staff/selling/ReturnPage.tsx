import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useLanguage } from "../../base/i18n/format";
import { useTitle } from "../../base/shop";
import { ButtonLink } from "../../design/Button";
import { Notice } from "../../design/Notice";
import { NotShown } from "../../design/NotShown";
import { SellerFrame } from "../../rooms/selling/SellerFrame";
import { ReturnDetails } from "../returns/ReturnDetails";
import { ownReturnPath, ownReturnQuery } from "./queries";

const route = getRouteApi("/selling/returns/$returnId");

/** What comes back of a seller's goods in one return, and what they may do with it. */
export function ReturnPage() {
  const { t } = useLanguage();
  return (
    <SellerFrame inside title={t("seller.returns")}>
      {(seller) => <OneReturn key={seller.id} sellerId={seller.id} />}
    </SellerFrame>
  );
}

function OneReturn({ sellerId }: { sellerId: string }) {
  const { t } = useLanguage();
  const { returnId } = route.useParams();
  const query = useQuery(ownReturnQuery(sellerId, returnId));
  const found = query.data?.return;
  useTitle(found ? t("return.title", { number: found.number }) : t("seller.returns"));
  if (!found)
    return (
      <NotShown
        query={query}
        title={t("seller.returns")}
        missing={t("staffReturn.missing")}
        back={<ButtonLink to="/selling/returns">{t("seller.returns")}</ButtonLink>}
      />
    );
  return (
    <div className="space-y-4">
      {found.shared && (
        <Notice title={t("seller.returnShared")}>{t("seller.returnSharedHint")}</Notice>
      )}
      <ReturnDetails
        found={found}
        path={ownReturnPath(sellerId, found.id)}
        order={<span className="tabular">{found.orderNumber}</span>}
        deducts={false}
      />
    </div>
  );
}
