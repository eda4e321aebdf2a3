import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { insist } from "../../base/api/client";
import { configQuery, renew } from "../../base/api/queries";
import type { PromotionBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useLastOver } from "../../base/now";
import { Badge, type BadgeTone } from "../../design/Badge";
import { Blank } from "../../design/Blank";
import { Button, ButtonLink } from "../../design/Button";
import { type Column, DataTable } from "../../design/DataTable";
import { Heading } from "../../design/Heading";
import { Listing } from "../../design/Listing";
import { endsOf, phaseAt } from "../../rooms/promotions/window";
import { useTermWords, useValueWords } from "../../rooms/promotions/words";
import { ActDialog } from "../desk/ActDialog";
import { useGroupNames } from "../groups/names";
import { staffPromotionsQuery } from "./queries";

const TONES: Record<PromotionBody["phase"], BadgeTone> = {
  upcoming: "accent",
  open: "free",
  closed: "gone",
};

/** Every promotion there ever was, and the way to a new one. */
export function PromotionsPage() {
  const { t } = useLanguage();
  const query = useInfiniteQuery(staffPromotionsQuery);
  const rows = query.data?.pages.flatMap((page) => page.promotions) ?? [];
  const [ending, setEnding] = useState<PromotionBody | null>(null);
  return (
    <div className="space-y-4">
      <Heading
        dense
        title={t("promo.title")}
        actions={
          <>
            <ButtonLink to="/staff/promotions/report">{t("promo.report.open")}</ButtonLink>
            <ButtonLink
              needs="POST /api/staff/promotions"
              kind="primary"
              icon="plus"
              to="/staff/promotions/new"
            >
              {t("promo.make")}
            </ButtonLink>
          </>
        }
      />
      <Listing
        query={query}
        empty={rows.length === 0}
        none={<Blank icon="clock" title={t("promo.none")} hint={t("promo.noneHint")} />}
      >
        <PromotionTable rows={rows} loading={query.isPending} onEnd={setEnding} />
      </Listing>
      {ending && (
        <ActDialog
          title={t("campaigns.endTitle", { name: ending.name })}
          text={t("promo.endText")}
          act={t("campaigns.end")}
          reason={{ hint: t("campaigns.reasonHint"), most: 200 }}
          send={(key, reason) => insist(`/staff/promotions/${ending.id}/end`, { reason }, key)}
          onDone={() => renew(["staff", "promotions"], ["price"], configQuery.queryKey)}
          told={() => t("campaigns.ended", { name: ending.name })}
          onClose={() => setEnding(null)}
        />
      )}
    </div>
  );
}

const end = (one: PromotionBody) => one.endedAt ?? one.closesAt;

function Phase({ of }: { of: PromotionBody }) {
  const { t } = useLanguage();
  const phase = phaseAt(of, useLastOver(endsOf(of)));
  return <Badge tone={TONES[phase]}>{t(`staff.campaign.phases.${phase}`)}</Badge>;
}

interface TableProps {
  rows: PromotionBody[];
  loading: boolean;
  onEnd: (promotion: PromotionBody) => void;
}

function PromotionTable({ rows, loading, onEnd }: TableProps) {
  const { t, formats } = useLanguage();
  const value = useValueWords();
  const terms = useTermWords();
  const now = useLastOver(rows.flatMap(endsOf));
  const groupName = useGroupNames();
  const columns: Column<PromotionBody>[] = [
    {
      key: "name",
      title: t("promo.field.name"),
      value: (row) => row.name,
      cell: (row) => (
        <div className="min-w-28">
          <p className="font-medium wrap-anywhere">{row.name}</p>
          <p className="text-ink-soft">
            {[
              terms(row),
              row.perCustomer && t("coupons.perCustomer", { count: row.perCustomer }),
              row.firstOrder && t("promo.firstOrderShort"),
              row.groups && t("promo.for", { groups: row.groups.map(groupName).join(", ") }),
            ]
              .filter(Boolean)
              .join(", ")}
          </p>
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1 md:hidden">
            <span className="tabular">{value(row)}</span>
            {row.code && <code className="font-mono wrap-anywhere">{row.code}</code>}
            <Phase of={row} />
          </p>
          <p className="tabular text-ink-soft">
            {end(row)
              ? `${formats.day(row.opensAt)} – ${formats.day(end(row) ?? "")}`
              : t("promo.since", { day: formats.day(row.opensAt) })}
          </p>
        </div>
      ),
    },
    {
      key: "code",
      title: t("promo.field.code"),
      wide: true,
      value: (row) => row.code ?? "",
      cell: (row) =>
        row.code ? (
          <code className="font-mono wrap-anywhere">{row.code}</code>
        ) : (
          <span className="text-ink-soft">{t("promo.automatic")}</span>
        ),
    },
    {
      key: "value",
      title: t("promo.field.value"),
      wide: true,
      number: true,
      value: (row) => row.value,
      text: value,
      cell: (row) => value(row),
    },
    {
      key: "phase",
      title: t("staff.column.state"),
      wide: true,
      value: (row) => t(`staff.campaign.phases.${phaseAt(row, now)}`),
      cell: (row) => <Phase of={row} />,
    },
    {
      key: "left",
      title: t("promo.left"),
      number: true,
      wide: true,
      value: (row) => row.remaining ?? "",
      cell: (row) =>
        row.quantity === null ? (
          <span className="text-ink-soft">{t("staff.mode.unlimited")}</span>
        ) : (
          t("promo.leftOf", { count: row.remaining ?? 0, all: formats.number(row.quantity) })
        ),
    },
    {
      key: "actions",
      title: t("staff.column.actions"),
      bare: true,
      number: true,
      cell: (row) =>
        phaseAt(row, now) !== "closed" && (
          <Button
            size="s"
            kind="plain"
            aria-label={t("campaigns.endOf", { name: row.name })}
            onClick={() => onEnd(row)}
          >
            {t("campaigns.end")}
          </Button>
        ),
    },
  ];
  return (
    <DataTable
      caption={t("promo.title")}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      loading={loading}
    />
  );
}
