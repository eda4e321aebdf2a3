import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import type { PurchaseBody, PurchaseLineBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useTitle } from "../../base/shop";
import { Button, ButtonLink } from "../../design/Button";
import { type Column, DataTable } from "../../design/DataTable";
import { Heading } from "../../design/Heading";
import { NotShown } from "../../design/NotShown";
import { Price } from "../../design/Price";
import { nameOf } from "../stock/VariantTable";
import { CancelRest, ChangeDay } from "./Change";
import { purchaseQuery } from "./queries";
import { Receive } from "./Receive";
import { PurchaseBadge } from "./Status";

const route = getRouteApi("/staff/purchases/$purchaseId");

/** One order to a supplier: what came of it, and what may be done with it now. */
export function PurchasePage() {
  const { t, locale } = useLanguage();
  const { purchaseId } = route.useParams();
  const query = useQuery(purchaseQuery(purchaseId, locale));
  useTitle(query.data ? t("purchase.named", { number: query.data.number }) : t("purchase.title"));
  if (query.data) return <Details found={query.data} />;
  return (
    <NotShown
      query={query}
      title={t("purchase.title")}
      missing={t("purchase.missing")}
      back={<ButtonLink to="/staff/purchases">{t("purchase.title")}</ButtonLink>}
    />
  );
}

function Details({ found }: { found: PurchaseBody }) {
  const { t, formats } = useLanguage();
  const [doing, setDoing] = useState<"receive" | "day" | "cancel" | null>(null);
  const close = () => setDoing(null);
  const open = found.status === "ordered" || found.status === "partly-received";
  return (
    <div className="max-w-4xl space-y-4">
      <header className="space-y-1">
        <Heading
          dense
          title={t("purchase.named", { number: found.number })}
          beside={<PurchaseBadge status={found.status} />}
          text={[found.supplier, found.location, formats.moment(found.orderedAt)].join(" · ")}
        />
        {open && (
          <p>
            {found.expectedOn
              ? t("purchase.arrives", { day: formats.dayAhead(found.expectedOn) })
              : t("purchase.arrivesUnknown")}
          </p>
        )}
        {found.note && <p className="text-ink-soft wrap-anywhere">{found.note}</p>}
      </header>
      <Lines found={found} />
      {open && (
        <div className="flex flex-wrap gap-2">
          <Button kind="primary" onClick={() => setDoing("receive")}>
            {t("purchase.receive")}
          </Button>
          <Button onClick={() => setDoing("day")}>{t("purchase.changeDay")}</Button>
          <Button onClick={() => setDoing("cancel")}>{t("purchase.cancel")}</Button>
        </div>
      )}
      {doing === "receive" && <Receive found={found} onClose={close} />}
      {doing === "day" && <ChangeDay found={found} onClose={close} />}
      {doing === "cancel" && <CancelRest found={found} onClose={close} />}
    </div>
  );
}

function Lines({ found }: { found: PurchaseBody }) {
  const { t, formats } = useLanguage();
  const columns: Column<PurchaseLineBody>[] = [
    {
      key: "name",
      title: t("purchase.goods"),
      value: nameOf,
      cell: (row) => (
        <span className="flex min-w-32 flex-col py-1">
          <span className="font-medium wrap-anywhere">{nameOf(row) || row.variantId}</span>
          <span className="text-13 text-ink-soft wrap-anywhere">{row.sku}</span>
        </span>
      ),
    },
    {
      key: "quantity",
      title: t("purchase.ordered"),
      number: true,
      value: (row) => row.quantity,
    },
    { key: "came", title: t("purchase.came"), number: true, value: (row) => row.came },
    { key: "toCome", title: t("purchase.toCome"), number: true, value: (row) => row.toCome },
    {
      key: "cost",
      title: t("purchase.unitCost"),
      number: true,
      wide: true,
      value: (row) => row.unitCost,
      text: (row) => formats.amount(row.unitCost, found.currency),
      cell: (row) => <Price amount={row.unitCost} currency={found.currency} />,
    },
  ];
  return (
    <DataTable
      caption={t("purchase.goods")}
      columns={columns}
      rows={found.lines}
      rowKey={(row) => row.variantId}
    />
  );
}
