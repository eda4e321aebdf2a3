import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useLanguage } from "../../base/i18n/format";
import { useChange } from "../../base/searched";
import { Blank } from "../../design/Blank";
import { Heading } from "../../design/Heading";
import { Listing } from "../../design/Listing";
import { Buyer } from "../desk/Buyer";
import { ListFilter } from "../desk/ListFilter";
import { returnsQuery, WHICH, type Which } from "./queries";
import { LINK, ReturnTable } from "./ReturnTable";

const route = getRouteApi("/staff/returns");

/** What buyers send back, those asked for last first. */
export function ReturnsPage() {
  const { t, formats } = useLanguage();
  const { status } = route.useSearch();
  const change = useChange(route);
  const query = useInfiniteQuery({
    ...returnsQuery(status),
    placeholderData: (before) => before,
  });
  const rows = query.data?.pages.flatMap((page) => page.returns) ?? [];
  const counts = query.data?.pages[0]?.counts ?? {};
  const open = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const nameOf = (which: Which) => {
    const name = which === "open" ? t("staffReturn.open") : t(`return.status.${which}`);
    const count = which === "open" ? open : counts[which];
    return count ? `${name} (${formats.number(count)})` : name;
  };
  const choose = (next: Which | undefined) => change({ status: next });
  return (
    <div className="space-y-4">
      <Heading title={t("staffReturn.title")} text={t("staffReturn.text")} />
      <ListFilter value={status} items={WHICH} nameOf={nameOf} onChoose={choose} />
      <Listing
        query={query}
        empty={rows.length === 0}
        none={<Blank icon="check" title={t("staffReturn.none")} hint={t("staffReturn.noneHint")} />}
      >
        <ReturnTable
          rows={rows}
          loading={query.isPending}
          linked={(row, name) => (
            <Link to="/staff/returns/$returnId" params={{ returnId: row.id }} className={LINK}>
              {name}
            </Link>
          )}
          buyer={(row) => row.buyer.name ?? row.buyer.email ?? ""}
          showBuyer={(row) => <Buyer who={row.buyer} />}
        />
      </Listing>
    </div>
  );
}
