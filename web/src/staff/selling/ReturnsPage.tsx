import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { OwnReturnListed, SellerBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useChange } from "../../base/searched";
import { Blank } from "../../design/Blank";
import { Listing } from "../../design/Listing";
import { SellerFrame } from "../../rooms/selling/SellerFrame";
import { ListFilter } from "../desk/ListFilter";
import { WHICH, type Which } from "../returns/queries";
import { LINK, ReturnTable } from "../returns/ReturnTable";
import { ownReturnsQuery } from "./queries";

const route = getRouteApi("/selling/returns");

/** What comes back of the seller's goods, those asked for last first. */
export function ReturnsPage() {
  const { t } = useLanguage();
  return (
    <SellerFrame title={t("seller.returns")}>
      {(seller) => <Returns key={seller.id} seller={seller} />}
    </SellerFrame>
  );
}

function Returns({ seller }: { seller: SellerBody }) {
  const { t } = useLanguage();
  const { status } = route.useSearch();
  const change = useChange(route);
  const query = useInfiniteQuery({
    ...ownReturnsQuery(seller.id, status),
    placeholderData: (before) => before,
  });
  const rows = query.data?.pages.flatMap((page) => page.returns) ?? [];
  const nameOf = (which: Which) =>
    which === "open" ? t("staffReturn.open") : t(`return.status.${which}`);
  const choose = (next: Which | undefined) => change({ status: next });
  const linked = (row: OwnReturnListed, name: string) => (
    <Link
      to="/selling/returns/$returnId"
      params={{ returnId: row.id }}
      search={(before: { seller?: string }) => ({ seller: before.seller })}
      className={LINK}
    >
      {name}
    </Link>
  );
  return (
    <div className="space-y-4">
      <ListFilter value={status} items={WHICH} nameOf={nameOf} onChoose={choose} />
      <Listing
        query={query}
        empty={rows.length === 0}
        none={<Blank icon="check" title={t("staffReturn.none")} hint={t("seller.noReturnsHint")} />}
      >
        <ReturnTable
          rows={rows}
          loading={query.isPending}
          linked={linked}
          buyer={(row) => row.buyer ?? ""}
          showBuyer={(row) => row.buyer ?? ""}
        />
      </Listing>
    </div>
  );
}
