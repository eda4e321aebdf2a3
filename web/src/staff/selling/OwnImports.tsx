import { getRouteApi, Link } from "@tanstack/react-router";
import { useLanguage } from "../../base/i18n/format";
import { Icon } from "../../design/Icon";
import { SellerFrame } from "../../rooms/selling/SellerFrame";
import { Whose } from "../catalog/whose";
import { Imports } from "../imports/Imports";

const route = getRouteApi("/selling/import");

/** A file of a seller's own products. */
export function OwnImports() {
  const { t } = useLanguage();
  const { id } = route.useSearch();
  const navigate = route.useNavigate();
  const open = (opened: string) =>
    void navigate({ search: ({ seller }) => ({ seller, id: opened }) });
  return (
    <SellerFrame title={t("imports.title")}>
      {(seller) => (
        <Whose.Provider key={seller.id} value={seller.id}>
          <Link
            to="/selling/products"
            search={(before: { seller?: string }) => ({ seller: before.seller })}
            className="inline-flex min-h-8 items-center gap-1 text-13 text-ink-soft hover:text-ink"
          >
            <Icon name="left" size={16} />
            {t("seller.products")}
          </Link>
          {seller.standing === "approved" && <Imports id={id} onOpen={open} />}
        </Whose.Provider>
      )}
    </SellerFrame>
  );
}
