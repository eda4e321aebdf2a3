import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Campaign } from "../api/types";
import { Badge, type BadgeTone } from "../components/Badge";
import { Blank } from "../components/Blank";
import { Button } from "../components/Button";
import { type Column, DataTable } from "../components/DataTable";
import { Dialog } from "../components/Dialog";
import { Failure } from "../components/Failure";
import { CampaignSupply } from "../coupons/CampaignSupply";
import { phaseAt } from "../coupons/window";
import { useTermWords, useValueWords } from "../coupons/words";
import { useFormats } from "../i18n/format";
import { useServerNow, useWatchCampaigns } from "../live/hooks";
import { NewCampaign } from "./NewCampaign";
import { staffCampaignsQuery } from "./queries";

const TONES: Record<Campaign["phase"], BadgeTone> = {
  upcoming: "accent",
  open: "free",
  closed: "gone",
};

/** Every campaign there ever was, with what is left of it, and the way to a new one. */
export function CampaignsPage() {
  const { t } = useTranslation();
  const query = useInfiniteQuery(staffCampaignsQuery);
  const rows = query.data?.pages.flatMap((page) => page.campaigns) ?? [];
  useWatchCampaigns(rows.map((row) => row.id));
  const [making, setMaking] = useState(false);
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h1 className="text-18 font-semibold">{t("staff.campaigns")}</h1>
        <Button kind="primary" icon="plus" onClick={() => setMaking(true)}>
          {t("staff.campaign.make")}
        </Button>
      </div>
      {query.isError ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      ) : rows.length === 0 && !query.isPending ? (
        <Blank icon="clock" title={t("staff.campaign.none")} hint={t("staff.campaign.noneHint")} />
      ) : (
        <CampaignTable rows={rows} loading={query.isPending} />
      )}
      {query.hasNextPage && (
        <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t("staff.more")}
        </Button>
      )}
      <Dialog
        open={making}
        onClose={() => setMaking(false)}
        title={t("staff.campaign.make")}
        text={t("staff.campaign.final")}
      >
        <NewCampaign onDone={() => setMaking(false)} />
      </Dialog>
    </div>
  );
}

function CampaignTable({ rows, loading }: { rows: Campaign[]; loading: boolean }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const value = useValueWords();
  const terms = useTermWords();
  const now = useServerNow();
  const columns: Column<Campaign>[] = [
    {
      key: "name",
      title: t("staff.campaign.name"),
      cell: (row) => (
        <Link
          to="/coupons/$campaignId"
          params={{ campaignId: row.id }}
          className="block min-w-32 font-medium wrap-anywhere hover:text-accent"
        >
          {row.name}
        </Link>
      ),
    },
    {
      key: "value",
      title: t("staff.campaign.rule"),
      number: true,
      cell: (row) => value(row),
    },
    {
      key: "terms",
      title: t("staff.campaign.terms"),
      wide: true,
      cell: (row) => <span className="text-ink-soft">{terms(row)}</span>,
    },
    {
      key: "phase",
      title: t("staff.campaign.phase"),
      cell: (row) => {
        const phase = phaseAt(row, now);
        return <Badge tone={TONES[phase]}>{t(`staff.campaign.phases.${phase}`)}</Badge>;
      },
    },
    {
      key: "left",
      title: t("staff.campaign.left"),
      number: true,
      cell: (row) => <CampaignSupply campaign={row} words />,
    },
    {
      key: "window",
      title: t("staff.campaign.window"),
      wide: true,
      cell: (row) => (
        <span className="tabular whitespace-nowrap text-ink-soft">
          {formats.moment(row.opensAt)}
          {row.closesAt && ` – ${formats.moment(row.closesAt)}`}
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
