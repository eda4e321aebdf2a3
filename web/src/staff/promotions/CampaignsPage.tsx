import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { CampaignBody, StaffCampaignBody } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { useLastOver } from "../../base/now";
import { Badge, type BadgeTone } from "../../design/Badge";
import { Blank } from "../../design/Blank";
import { Button } from "../../design/Button";
import { type Column, DataTable } from "../../design/DataTable";
import { Dialog } from "../../design/Dialog";
import { Heading } from "../../design/Heading";
import { Listing } from "../../design/Listing";
import { Price } from "../../design/Price";
import { useWatch } from "../../live/channel";
import { CampaignSupply } from "../../rooms/promotions/CampaignSupply";
import { liveCampaigns } from "../../rooms/promotions/live";
import { endsOf, phaseAt } from "../../rooms/promotions/window";
import { useTermWords, useValueWords } from "../../rooms/promotions/words";
import { EndCampaign } from "./EndCampaign";
import { NewCampaign } from "./NewCampaign";
import { staffCampaignsQuery } from "./queries";

const TONES: Record<CampaignBody["phase"], BadgeTone> = {
  upcoming: "accent",
  open: "free",
  closed: "gone",
};

/** Every campaign there ever was, with what is left of it, and the way to a new one. */
export function CampaignsPage() {
  const { t } = useLanguage();
  const query = useInfiniteQuery(staffCampaignsQuery);
  const rows = query.data?.pages.flatMap((page) => page.campaigns) ?? [];
  useWatch(
    liveCampaigns,
    rows.map((row) => row.id),
  );
  const [making, setMaking] = useState<StaffCampaignBody | "new" | null>(null);
  const [ending, setEnding] = useState<StaffCampaignBody | null>(null);
  return (
    <div className="space-y-4">
      <Heading
        dense
        title={t("staff.campaigns")}
        actions={
          <Button kind="primary" icon="plus" onClick={() => setMaking("new")}>
            {t("staff.campaign.make")}
          </Button>
        }
      />
      <Listing
        query={query}
        empty={rows.length === 0}
        none={
          <Blank
            icon="clock"
            title={t("staff.campaign.none")}
            hint={t("staff.campaign.noneHint")}
          />
        }
      >
        <CampaignTable
          rows={rows}
          loading={query.isPending}
          onEnd={setEnding}
          onDuplicate={setMaking}
        />
      </Listing>
      <Dialog
        open={making !== null}
        onClose={() => setMaking(null)}
        title={t("staff.campaign.make")}
        text={t("staff.campaign.final")}
      >
        <NewCampaign like={making === "new" ? null : making} onDone={() => setMaking(null)} />
      </Dialog>
      {ending && <EndCampaign campaign={ending} onClose={() => setEnding(null)} />}
    </div>
  );
}

interface TableProps {
  rows: StaffCampaignBody[];
  loading: boolean;
  onEnd: (campaign: StaffCampaignBody) => void;
  onDuplicate: (campaign: StaffCampaignBody) => void;
}

function CampaignTable({ rows, loading, onEnd, onDuplicate }: TableProps) {
  const { t, formats } = useLanguage();
  const value = useValueWords();
  const terms = useTermWords();
  const now = useLastOver(rows.flatMap(endsOf));
  const sums = (of: Sum[]) =>
    of.map((one) => `${formats.amount(one.amount, one.currency)} ${one.currency}`).join(", ");
  const columns: Column<StaffCampaignBody>[] = [
    {
      key: "name",
      title: t("staff.campaign.name"),
      value: (row) => row.name,
      cell: (row) => (
        <div className="min-w-40">
          <Link
            to="/coupons/$campaignId"
            params={{ campaignId: row.id }}
            className="font-medium wrap-anywhere hover:text-accent"
          >
            {row.name}
          </Link>
          <p className="text-ink-soft">{terms(row)}</p>
          <p className="tabular text-ink-soft">
            {formats.day(row.opensAt)}
            {(row.endedAt ?? row.closesAt) &&
              ` – ${formats.day(row.endedAt ?? row.closesAt ?? "")}`}
          </p>
        </div>
      ),
    },
    {
      key: "value",
      title: t("staff.campaign.field.value"),
      number: true,
      value: (row) => row.value,
      text: value,
      cell: (row) => value(row),
    },
    {
      key: "phase",
      title: t("staff.column.state"),
      value: (row) => t(`staff.campaign.phases.${phaseAt(row, now)}`),
      cell: (row) => {
        const phase = phaseAt(row, now);
        return <Badge tone={TONES[phase]}>{t(`staff.campaign.phases.${phase}`)}</Badge>;
      },
    },
    {
      key: "left",
      title: t("staff.campaign.left"),
      number: true,
      value: (row) => row.remaining,
      cell: (row) => <CampaignSupply campaign={row} words />,
    },
    {
      key: "given",
      title: t("campaigns.given"),
      number: true,
      wide: true,
      value: (row) => row.figures.given,
    },
    {
      key: "used",
      title: t("campaigns.used"),
      number: true,
      value: (row) => row.figures.used,
    },
    {
      key: "discount",
      title: t("campaigns.discount"),
      number: true,
      wide: true,
      value: (row) => row.figures.discount[0]?.amount,
      text: (row) => sums(row.figures.discount),
      cell: (row) => <Sums of={row.figures.discount} />,
    },
    {
      key: "revenue",
      title: t("stats.revenue"),
      number: true,
      wide: true,
      value: (row) => row.figures.revenue[0]?.amount,
      text: (row) => sums(row.figures.revenue),
      cell: (row) => <Sums of={row.figures.revenue} />,
    },
    {
      key: "actions",
      title: t("staff.column.actions"),
      bare: true,
      number: true,
      cell: (row) => (
        <span className="inline-flex flex-col gap-1">
          <Button
            size="s"
            aria-label={t("campaigns.duplicateOf", { name: row.name })}
            onClick={() => onDuplicate(row)}
          >
            {t("campaigns.duplicate")}
          </Button>
          {phaseAt(row, now) !== "closed" && (
            <Button
              size="s"
              kind="plain"
              aria-label={t("campaigns.endOf", { name: row.name })}
              onClick={() => onEnd(row)}
            >
              {t("campaigns.end")}
            </Button>
          )}
        </span>
      ),
    },
  ];
  return (
    <DataTable
      caption={t("staff.campaigns")}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      loading={loading}
    />
  );
}

type Sum = StaffCampaignBody["figures"]["discount"][number];

function Sums({ of }: { of: Sum[] }) {
  if (of.length === 0) return <span className="text-ink-faint">·</span>;
  return of.map(({ currency, amount }) => (
    <Price key={currency} amount={amount} currency={currency} className="block" />
  ));
}
