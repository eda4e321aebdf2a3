import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { RepeatFigures } from "../../base/api/schema";
import { serverClock } from "../../base/clock";
import { useLanguage } from "../../base/i18n/format";
import { Blank } from "../../design/Blank";
import { DownloadLink } from "../../design/DownloadLink";
import { Heading } from "../../design/Heading";
import { Loaded } from "../../design/Loaded";
import { Skeleton } from "../../design/Skeleton";
import { type DemandSearch, PAST } from "./demand";
import { Total } from "./Figure";
import { PeriodBar } from "./PeriodBar";
import { repeatFiguresQuery } from "./queries";
import { dayHere, daysOf } from "./sessions";

const route = getRouteApi("/staff/repeat-figures");

/** What is ordered again and again, and what comes of it. */
export function RepeatFiguresPage() {
  const { t } = useLanguage();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const days = daysOf(search, dayHere(serverClock.now()));
  const query = useQuery({
    ...repeatFiguresQuery(days.from, days.to),
    placeholderData: keepPreviousData,
  });
  const change = (next: DemandSearch) =>
    void navigate({ search: (before) => ({ ...before, ...next }), replace: true });
  const file = new URLSearchParams({ from: days.from, to: days.to, format: "csv" });
  return (
    <div className="space-y-6">
      <Heading
        dense
        title={t("repeatFigures.title")}
        text={t("repeatFigures.intro")}
        actions={<DownloadLink href={`/api/staff/repeat-figures?${file}`} label={t("list.csv")} />}
      />
      <PeriodBar periods={PAST} search={search} days={days} onChange={change} />
      <Loaded query={query} loading={<Skeleton className="h-48 w-full rounded-l" />}>
        {(found) => <Figures found={found} />}
      </Loaded>
    </div>
  );
}

const COUNTS = ["active", "paused", "began", "ended", "ordered", "declined"] as const;

function Figures({ found }: { found: RepeatFigures }) {
  const { t, formats } = useLanguage();
  if (COUNTS.every((name) => found[name] === 0))
    return (
      <Blank icon="clock" title={t("repeatFigures.none")} hint={t("repeatFigures.noneHint")} />
    );
  return (
    <dl className="grid grid-cols-1 gap-px overflow-hidden rounded-l border border-line bg-line min-[480px]:grid-cols-2 min-[1100px]:grid-cols-4">
      <Sums name="recurring" amounts={found.recurring} />
      <Sums name="earned" amounts={found.earned} />
      {COUNTS.map((name) => (
        <Total key={name} name={t(`repeatFigures.${name}`)}>
          <p className="tabular text-24 font-semibold">{formats.number(found[name])}</p>
        </Total>
      ))}
    </dl>
  );
}

function Sums(props: { name: "recurring" | "earned"; amounts: RepeatFigures["earned"] }) {
  const { name, amounts } = props;
  const { t, formats } = useLanguage();
  return (
    <Total name={t(`repeatFigures.${name}`)} hint={t(`repeatFigures.${name}Hint`)}>
      {amounts.length === 0 && <p className="text-24 font-semibold">—</p>}
      {amounts.map(({ amount, currency }) => (
        <p key={currency} className="tabular text-24 font-semibold wrap-anywhere">
          {formats.price(amount, currency)}
        </p>
      ))}
    </Total>
  );
}
