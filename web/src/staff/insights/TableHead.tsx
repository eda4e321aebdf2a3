import type { BookingDemand } from "../../base/api/schema";
import { useLanguage } from "../../base/i18n/format";
import { DownloadLink } from "../../design/DownloadLink";

interface Props {
  title: string;
  hint: string;
  span: BookingDemand["funnel"];
  table: string;
}

/** What a table of demand is about, and its file. */
export function TableHead({ title, hint, span, table }: Props) {
  const { t, locale } = useLanguage();
  const asked = new URLSearchParams({
    from: span.from,
    to: span.to,
    locale,
    format: "csv",
    table,
  });
  return (
    <div className="flex flex-wrap items-end justify-between gap-3">
      <div>
        <h2 className="text-18 font-semibold">{title}</h2>
        <p className="text-13 text-ink-soft">{hint}</p>
      </div>
      <DownloadLink href={`/api/staff/booking-demand?${asked}`} label={t("list.csv")} />
    </div>
  );
}
