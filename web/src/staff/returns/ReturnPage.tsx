import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useLanguage } from "../../base/i18n/format";
import { useTitle } from "../../base/shop";
import { ButtonLink } from "../../design/Button";
import { NotShown } from "../../design/NotShown";
import { ExchangeOrder } from "../../rooms/returns/ReturnList";
import { returnQuery } from "./queries";
import { ReturnDetails } from "./ReturnDetails";

const route = getRouteApi("/staff/returns/$returnId");

/** A return with staff's eyes: what is in it, and all that may be done with it now. */
export function ReturnPage() {
  const { t } = useLanguage();
  const { returnId } = route.useParams();
  const query = useQuery(returnQuery(returnId));
  useTitle(
    query.data ? t("return.title", { number: query.data.return.number }) : t("staffReturn.title"),
  );
  if (query.data) {
    const found = query.data.return;
    return (
      <ReturnDetails
        found={found}
        path={`/staff/returns/${found.id}`}
        instead={<ExchangeOrder staff found={found} />}
        order={
          <Link
            to="/staff/orders/$orderId"
            params={{ orderId: found.orderId }}
            className="text-accent hover:underline"
          >
            {t("staffReturn.toOrder")}
          </Link>
        }
      />
    );
  }
  return (
    <NotShown
      query={query}
      title={t("staffReturn.title")}
      missing={t("staffReturn.missing")}
      back={<ButtonLink to="/staff/returns">{t("staffReturn.title")}</ButtonLink>}
    />
  );
}
